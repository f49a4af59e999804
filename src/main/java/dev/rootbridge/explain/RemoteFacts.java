package dev.rootbridge.explain;

import dev.rootbridge.sync.SourceReading;
import dev.rootbridge.sync.SourceSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Another cluster that is reached through a Secret of this one.
 *
 * @param name its {@code FederatedTrustDomain}'s, or what Istio calls it
 * @param place the Secret, and where the other cluster has its root
 * @param visit what came of going there by it
 */
public record RemoteFacts(
    String name, Use use, SourceSpec.RemoteCluster place, View<Access> access, Visit visit) {

  /** The Secret, for people. */
  public String secret() {
    return "Secret "
        + place.secretNamespace()
        + "/"
        + place.secretName()
        + place.secretKey().map(key -> ", key " + key).orElse("");
  }

  /** What the cluster is to this one. */
  public sealed interface Use {

    /** The roots of a federated trust domain are read there. */
    record Source(DomainFacts domain) implements Use {}

    /** This one's istiod serves it too, and its pods are federated from here. */
    record Served(Callers callers) implements Use {}
  }

  /** Whom the webhook takes calls for a served cluster from. */
  public sealed interface Callers {

    /** Whoever reaches it. */
    record Anyone() implements Callers {}

    /** Users whose token is meant for one of the audiences. */
    record Tokens(Set<String> audiences, Set<String> users) implements Callers {
      public Tokens {
        audiences = Set.copyOf(audiences);
        users = Set.copyOf(users);
      }
    }

    /** Who has a client certificate with one of the names. */
    record Certificates(Set<String> commonNames) implements Callers {
      public Certificates {
        commonNames = Set.copyOf(commonNames);
      }
    }

    /** The settings have a word that means nothing. */
    record Unknown(String word) implements Callers {}
  }

  /** What the Secret comes to. */
  public sealed interface Access {

    /**
     * Rootbridge wouldn't use it.
     *
     * @param problem with the Secret as its subject
     */
    record Broken(String problem) implements Access {}

    /**
     * It is a kubeconfig with nothing in it but what is allowed.
     *
     * @param user as the token says it; empty where it doesn't, or it is a client certificate
     * @param ends when the token ends; empty where that can't be told
     */
    record Usable(String server, Enrolment enrolled, Optional<String> user, Optional<Instant> ends)
        implements Access {}
  }

  /** What istiod makes of a Secret. */
  public enum Enrolment {
    NONE,
    /** It enrols the cluster by it too, so that it reads every Secret there. */
    BY_ISTIOD
  }

  /** What came of asking the other cluster's API server, by that access. */
  public sealed interface Visit {

    /** There was no access to go by. */
    record NotMade() implements Visit {}

    /** No answer came that means anything. */
    record Unreached(String why) implements Visit {}

    /** The API server doesn't take the token, or the certificate. */
    record TurnedAway() implements Visit {}

    /**
     * It answered.
     *
     * @param root what its root is
     * @param lacking the rights that are missing there
     * @param unreviewed why it reviews no token of callers; empty if it does, or needn't
     */
    record Entered(SourceReading root, View<List<String>> lacking, Optional<String> unreviewed)
        implements Visit {}
  }
}
