package dev.rootbridge.trust;

import dev.rootbridge.trust.ConstrainOutcome.NotConstrainable;
import dev.rootbridge.trust.ConstrainOutcome.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which trust domains verifiers match as the host of a URI name constraint: a host name by the
 * letter of RFC 1123. SPIFFE allows more, and there verifiers differ.
 */
final class ConstrainableHost {

  private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
  private static final int MAX_LABEL = 63;
  private static final int MAX_NAME = 253;
  private static final String REMEDY =
      ": rename it, or accept every identity of its CA with constraint mode None";

  private ConstrainableHost() {}

  static Optional<NotConstrainable> refusal(TrustDomain domain) {
    String name = domain.name();
    if (IPV4.matcher(name).matches()) {
      return refuse(Reason.IP_ADDRESS, domain + " is an IP address");
    }
    if (name.indexOf('_') >= 0) {
      return refuse(Reason.UNDERSCORE, domain + " has an underscore");
    }
    if (name.length() > MAX_NAME) {
      return refuse(Reason.NAME_TOO_LONG, domain + " is longer than " + MAX_NAME + " characters");
    }
    // The limit keeps empty labels at the end.
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty()) {
        return refuse(Reason.EMPTY_LABEL, domain + " has an empty label");
      }
      if (label.length() > MAX_LABEL) {
        return refuse(
            Reason.LABEL_TOO_LONG,
            domain + " has a label longer than " + MAX_LABEL + " characters");
      }
      if (label.startsWith("-") || label.endsWith("-")) {
        return refuse(
            Reason.HYPHEN_AT_EDGE, domain + " has a label that begins or ends with a hyphen");
      }
    }
    return Optional.empty();
  }

  private static Optional<NotConstrainable> refuse(Reason reason, String problem) {
    return Optional.of(new NotConstrainable(reason, problem + REMEDY));
  }
}
