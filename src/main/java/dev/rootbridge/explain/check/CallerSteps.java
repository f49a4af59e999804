package dev.rootbridge.explain.check;

import dev.rootbridge.explain.Observation;
import dev.rootbridge.explain.Outcome;
import dev.rootbridge.explain.Outcome.Failed;
import dev.rootbridge.explain.Outcome.Ok;
import dev.rootbridge.explain.Outcome.Unknown;
import dev.rootbridge.explain.Outcome.Warning;
import dev.rootbridge.explain.RemoteFacts;
import dev.rootbridge.explain.RemoteFacts.Callers;
import dev.rootbridge.explain.RemoteFacts.Visit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the API server of a cluster that is served from here shows who it is, and to whom. */
record CallerSteps(RemoteFacts remote, Callers callers) {

  private static final String FILE = "in the file of its flag --admission-control-config-file";

  List<Observation> steps() {
    return List.of(new Observation("caller", caller()), new Observation("reviewer", reviewer()));
  }

  private Outcome caller() {
    String calls =
        "its API server calls Rootbridge here at /inject/cluster/" + remote.name() + "/net/NETWORK";
    if (callers instanceof Callers.Tokens tokens) {
      return tokens.audiences().isEmpty() || tokens.users().isEmpty()
          ? new Failed(
              "token-review needs audiences and callers",
              "set " + property("audiences") + " and " + property("allowed-callers"))
          : new Ok(
              calls
                  + ", and shows a token of "
                  + anyOf(tokens.users())
                  + " for audience "
                  + anyOf(tokens.audiences())
                  + ", which it has "
                  + FILE);
    }
    if (callers instanceof Callers.Certificates certificates) {
      return certificates.commonNames().isEmpty()
          ? new Failed("mtls needs callers", "set " + property("allowed-callers"))
          : new Ok(
              calls
                  + ", and shows a client certificate of common name "
                  + anyOf(certificates.commonNames())
                  + ", which it has "
                  + FILE);
    }
    return callers instanceof Callers.Unknown unknown
        ? new Failed(
            property("caller-auth") + " is " + unknown.word(), "set none, token-review or mtls")
        : new Warning(
            calls
                + ", and shows nothing: whoever reaches the webhook may ask how pods of "
                + remote.name()
                + " are patched",
            "set " + property("caller-auth") + "=token-review");
  }

  private Outcome reviewer() {
    if (callers instanceof Callers.Certificates) {
      return new Ok(
          "no token is reviewed: the webhook's TLS verifies the certificate, by the CAs in"
              + " quarkus.tls.webhook.trust-store.pem.certs");
    }
    if (!(callers instanceof Callers.Tokens)) {
      return new Ok("nobody reviews anything");
    }
    String who = "the token is reviewed by the API server of " + remote.name() + " itself";
    if (!(remote.visit() instanceof Visit.Entered entered)) {
      return new Unknown(
          who + "; whether it may be asked isn't known without the access", Optional.empty());
    }
    return entered
        .unreviewed()
        .<Outcome>map(
            why ->
                new Failed(
                    who + ", which can't be asked: " + why,
                    "kubectl --context "
                        + remote.name()
                        + " apply -f webhook-config/remote/token-review.yaml"))
        .orElseGet(() -> new Ok(who + ", which is asked by the access in " + remote.secret()));
  }

  /** A name with dots needs quotes. */
  private String property(String key) {
    String name = remote.name().contains(".") ? '"' + remote.name() + '"' : remote.name();
    return "rootbridge.remote-clusters." + name + "." + key;
  }

  private static String anyOf(Set<String> names) {
    return String.join(" or ", names.stream().sorted().toList());
  }
}
