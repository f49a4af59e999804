package dev.rootbridge.boot.dev;

import dev.rootbridge.inject.InjectionContract;
import dev.rootbridge.sync.Condition;
import dev.rootbridge.sync.SyncPlan;
import java.net.URI;
import java.util.stream.Collectors;

/**
 * What the terminal says once everything is in place: the page in a few lines.
 *
 * @param api of the served cluster
 * @param bearerToken of the same
 */
record Guide(SyncPlan plan, URI page, URI api, String bearerToken) {

  String text() {
    return """
        two embedded clusters are up
        %s
          Namespace %s has the bundle, and the webhook has given it to a sample pod.
          See %s
          Try: curl -sk -H 'Authorization: Bearer %s' %s/api/v1/namespaces/%s/configmaps/%s
        """
        .formatted(
            plan.domains().stream().map(this::trust).collect(Collectors.joining("\n")),
            SampleObjects.NAMESPACE,
            page,
            bearerToken,
            api,
            SampleObjects.NAMESPACE,
            InjectionContract.CONFIG_MAP)
        .strip();
  }

  private String trust(SyncPlan.Domain domain) {
    return "  "
        + plan.home().local().trustDomain()
        + " trusts "
        + domain.trust().trustDomain()
        + ": "
        + domain
            .condition(Condition.Type.CONSTRAINED)
            .map(Condition::message)
            .orElse("see the page");
  }
}
