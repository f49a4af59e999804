package dev.rootbridge.sync;

import java.util.regex.Pattern;

/**
 * One line of a resource's status, as Kubernetes writes them ({@code meta/v1.Condition}).
 *
 * @param reason stable CamelCase, for machines
 * @param message one sentence for people: what, where, and what to do about it; other servers'
 *     words may be in it, so that what can't be printed is made question marks, and what is longer
 *     than {@value #MAX_MESSAGE} characters is cut
 */
public record Condition(Type type, Status status, String reason, String message) {

  /**
   * The API server takes a status of some 1.5 MiB. With a message near that, none of a resource's
   * status would be written again, and what a restart starts from would grow old.
   */
  static final int MAX_MESSAGE = 4096;

  /** Ends of lines, what turns the direction of writing, and halves of characters, among others. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  public Condition {
    String shortened =
        message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE - 1) + "…" : message;
    message = UNPRINTABLE.matcher(shortened).replaceAll("?");
  }

  /** What a condition speaks of. */
  public enum Type {
    ACCEPTED("Accepted"),
    SOURCE_REACHABLE("SourceReachable"),
    CONSTRAINED("Constrained"),
    PUBLISHED("Published"),
    PODS_CURRENT("PodsCurrent"),
    /** Whether istiod has inbound peers of the domain let in. */
    ACCEPTED_BY_MESH("AcceptedByMesh"),
    /** Whether calls to the domain's workloads expect its identities. */
    CALLABLE("Callable"),
    /** Of this cluster itself, so that it is in no resource's status. */
    LOCAL_ROOT_VERIFIED("LocalRootVerified");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /** The name in the resource's status. */
    public String label() {
      return label;
    }
  }

  /** Whether it holds. */
  public enum Status {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /** The name in the resource's status. */
    public String label() {
      return label;
    }
  }

  static Condition holds(Type type, String reason, String message) {
    return new Condition(type, Status.TRUE, reason, message);
  }

  static Condition fails(Type type, String reason, String message) {
    return new Condition(type, Status.FALSE, reason, message);
  }

  static Condition unknown(Type type, String reason, String message) {
    return new Condition(type, Status.UNKNOWN, reason, message);
  }
}
