package dev.rootbridge.kube;

import dev.rootbridge.explain.ClusterFacts.WebhookFacts;
import dev.rootbridge.explain.View;
import dev.rootbridge.serving.CaBundle;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.sync.NamespaceSelector.Operator;
import dev.rootbridge.sync.NamespaceSelector.Requirement;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads which webhooks may change pods. */
final class WebhookSurvey {

  private WebhookSurvey() {}

  static View<List<WebhookFacts>> of(CallersCluster cluster) {
    return cluster
        .look(
            "list MutatingWebhookConfigurations",
            () ->
                cluster
                    .client()
                    .admissionRegistration()
                    .v1()
                    .mutatingWebhookConfigurations()
                    .list()
                    .getItems())
        .map(
            configurations ->
                configurations.stream()
                    .flatMap(
                        found ->
                            Objects.requireNonNullElse(
                                    found.getWebhooks(), List.<MutatingWebhook>of())
                                .stream()
                                .map(webhook -> webhook(found, webhook)))
                    .toList());
  }

  private static WebhookFacts webhook(
      MutatingWebhookConfiguration configuration, MutatingWebhook webhook) {
    return new WebhookFacts(
        configuration.getMetadata().getName(),
        webhook.getName(),
        List.copyOf(
            Optional.ofNullable(webhook.getClientConfig().getCaBundle())
                .map(base64 -> Base64.getMimeDecoder().decode(base64))
                .map(pem -> CaBundle.parse(new String(pem, StandardCharsets.UTF_8)))
                .orElse(CaBundle.NONE)
                .anchors()),
        webhook.getFailurePolicy(),
        webhook.getReinvocationPolicy(),
        selector(
            Objects.requireNonNullElseGet(webhook.getNamespaceSelector(), LabelSelector::new)));
  }

  static NamespaceSelector selector(LabelSelector selector) {
    return new NamespaceSelector(
        Objects.requireNonNullElse(selector.getMatchLabels(), Map.of()),
        Objects.requireNonNullElse(
                selector.getMatchExpressions(), List.<LabelSelectorRequirement>of())
            .stream()
            .map(WebhookSurvey::requirement)
            .toList());
  }

  private static Requirement requirement(LabelSelectorRequirement expression) {
    return new Requirement(
        expression.getKey(),
        switch (expression.getOperator()) {
          case "In" -> Operator.IN;
          case "NotIn" -> Operator.NOT_IN;
          case "Exists" -> Operator.EXISTS;
          default -> Operator.DOES_NOT_EXIST;
        },
        Objects.requireNonNullElse(expression.getValues(), List.of()));
  }
}
