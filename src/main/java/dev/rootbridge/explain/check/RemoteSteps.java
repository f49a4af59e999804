package dev.rootbridge.explain.check;

import dev.rootbridge.explain.ClusterFacts;
import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Unknown;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.explain.RemoteFacts;
import dev.rootbridge.explain.RemoteFacts.Access;
import dev.rootbridge.explain.RemoteFacts.Enrolment;
import dev.rootbridge.explain.RemoteFacts.Use;
import dev.rootbridge.explain.RemoteFacts.Visit;
import dev.rootbridge.explain.View;
import dev.rootbridge.sync.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from a Secret here to what is trusted of another cluster, in the order in which
 * Rootbridge goes it: the Secret, the API server, the token, its rights, the root. For a cluster
 * that is served from here, whom its calls come from and who vouches for them is said before the
 * root.
 */
public final class RemoteSteps {

  private static final Duration SOON = Duration.ofDays(7);
  private static final String NO_ACCESS = "isn't known without the access";

  private final RemoteFacts remote;
  private final ClusterFacts facts;

  private RemoteSteps(RemoteFacts remote, ClusterFacts facts) {
    this.remote = remote;
    this.facts = facts;
  }

  /** Where there is no access, a source's way ends at the Secret. */
  public static List<Observation> of(RemoteFacts remote, ClusterFacts facts) {
    return new RemoteSteps(remote, facts).steps();
  }

  private List<Observation> steps() {
    List<Observation> steps = new ArrayList<>();
    steps.add(new Observation("Secret", secret()));
    remote
        .access()
        .seen()
        .filter(Access.Usable.class::isInstance)
        .map(Access.Usable.class::cast)
        .ifPresent(
            access -> {
              steps.add(new Observation("API server", server(access)));
              steps.add(new Observation("token", token(access, facts.now())));
              if (remote.visit() instanceof Visit.Entered entered) {
                steps.add(new Observation("rights", rights(entered.lacking())));
              }
            });
    if (remote.use() instanceof Use.Served served) {
      steps.addAll(new CallerSteps(remote, served.callers()).steps());
    }
    if (remote.visit() instanceof Visit.Entered entered) {
      steps.add(new Observation("root", new RootStep(remote, facts).outcome(entered.root())));
    } else if (remote.use() instanceof Use.Served) {
      steps.add(
          new Observation(
              "root",
              new Unknown("whether it shares a root with here " + NO_ACCESS, Optional.empty())));
    }
    return List.copyOf(steps);
  }

  private Outcome secret() {
    if (remote.access() instanceof View.Unseen<Access> unseen) {
      return new Unknown(remote.secret() + " can't be seen: " + unseen.why(), Optional.empty());
    }
    Access access = remote.access().seen().orElseThrow();
    if (access instanceof Access.Broken broken) {
      return new Failed(remote.secret() + " " + broken.problem(), renew());
    }
    Access.Usable usable = (Access.Usable) access;
    return usable.enrolled() == Enrolment.BY_ISTIOD
        ? new Warning(
            remote.secret()
                + " is istiod's remote Secret, which reads every Secret of that cluster",
            remote.use() instanceof Use.Source source
                ? remedy(source).lessen()
                : "make a lesser one: the README's Primary-remote, step 3")
        : new Ok(remote.secret() + " is a kubeconfig for " + usable.server());
  }

  /** Not from where Rootbridge runs: what it says of its source counts more. */
  private Outcome server(Access.Usable access) {
    if (!(remote.visit() instanceof Visit.Unreached unreached)) {
      return new Ok(access.server() + " answers");
    }
    String text = access.server() + " can't be reached from here: " + unreached.why();
    if (!(remote.use() instanceof Use.Source source)) {
      return new Unknown(
          text + "; whether Rootbridge reaches it shows on its page",
          "kubectl -n rootbridge-system port-forward deploy/rootbridge 8081");
    }
    return source.domain().holds(Condition.Type.SOURCE_REACHABLE)
        ? new Unknown(text + "; Rootbridge says that it reaches it", Optional.empty())
        : new Failed(
            text + "; nor does Rootbridge say that it reaches it",
            "rootbridge status " + source.domain().name());
  }

  private Outcome token(Access.Usable access, Instant now) {
    String whose = access.user().map(user -> "that of " + user).orElse("accepted");
    if (access.ends().filter(end -> !end.isAfter(now)).isPresent()) {
      return new Failed("it ended at " + access.ends().get(), renew());
    }
    if (remote.visit() instanceof Visit.TurnedAway) {
      return new Failed(access.server() + " doesn't take it", renew());
    }
    if (remote.visit() instanceof Visit.Unreached) {
      return new Unknown("whether it is taken can't be asked", Optional.empty());
    }
    return access.ends().filter(end -> end.isBefore(now.plus(SOON))).isPresent()
        ? new Warning("it is " + whose + ", and ends at " + access.ends().get(), renew())
        : new Ok(
            "it is "
                + whose
                + access
                    .ends()
                    .map(end -> ", until " + end)
                    .orElse(", for how long can't be told"));
  }

  private Outcome rights(View<List<String>> lacking) {
    if (lacking instanceof View.Unseen<List<String>> unseen) {
      return new Unknown(unseen.why(), Optional.empty());
    }
    List<String> missing = lacking.seen().orElseThrow();
    return missing.isEmpty()
        ? new Ok(
            remote.use() instanceof Use.Source
                ? "it may read and follow " + remote.place().root().describe()
                : "it may follow namespaces and pods there, and write bundles")
        : new Failed("it may not " + String.join(", ", missing), grant());
  }

  private String renew() {
    return remote.use() instanceof Use.Source source
        ? remedy(source).renew()
        : "make a token there, and put it into the Secret: kubectl --context "
            + remote.name()
            + " create token rootbridge-remote -n istio-system --duration 720h";
  }

  private String grant() {
    return remote.use() instanceof Use.Source source
        ? remedy(source).grant()
        : "kubectl --context " + remote.name() + " apply -k webhook-config/remote/";
  }

  private SourceRemedy remedy(Use.Source source) {
    return new SourceRemedy(remote, source, facts.trust().mesh().rootNamespace());
  }
}
