package dev.rootbridge.webhook;

import dev.rootbridge.inject.InjectionDecision;
import dev.rootbridge.log.About;
import dev.rootbridge.log.About.Field;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * A line for each decision about a pod that is anything to Rootbridge. Those that let the pod start
 * are for debugging only: there may be thousands a second, and the pod's status says the same.
 */
final class DecisionLog {

  private static final Logger LOG = Logger.getLogger(DecisionLog.class);

  /** As long as a name may be. */
  private static final int MAX_NAME_LENGTH = 253;

  /** The caller's words must stay within their line. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

  private DecisionLog() {}

  static void tell(AdmissionRequest request, InjectionDecision decision) {
    Level level = decision instanceof InjectionDecision.Denied ? Level.INFO : Level.DEBUG;
    if (decision instanceof InjectionDecision.Untouched || !LOG.isEnabled(level)) {
      return;
    }
    String namespace = printable(request.namespace());
    String name = printable(name(request));
    About.the(Field.DOMAIN, domains(decision))
        .and(Field.NAMESPACE, namespace)
        .and(Field.NAME, name)
        .and(Field.REASON, decision.reason().code())
        .log(
            () ->
                LOG.logf(
                    level,
                    "pod %s/%s: %s: %s",
                    namespace,
                    name,
                    decision.reason().outcome().code(),
                    decision.reason().code()));
  }

  /** Of most pods, a prefix: the API server names them after the webhooks. */
  private static String name(AdmissionRequest request) {
    String name = request.object().at("/metadata/name").asText();
    return name.isEmpty() ? request.object().at("/metadata/generateName").asText() : name;
  }

  private static String domains(InjectionDecision decision) {
    return decision instanceof InjectionDecision.Injected injected
        ? String.join(",", injected.scope().names())
        : "";
  }

  private static String printable(String text) {
    String cut = text.length() > MAX_NAME_LENGTH ? text.substring(0, MAX_NAME_LENGTH) : text;
    return UNPRINTABLE.matcher(cut).replaceAll("?");
  }
}
