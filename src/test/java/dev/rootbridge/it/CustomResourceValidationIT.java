package dev.rootbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every rule of the CRD, on the API server that enforces it: what {@code crd-validation/valid}
 * holds is taken, what {@code invalid} holds is refused with the sentence that its file expects.
 */
@OnRealClusters
class CustomResourceValidationIT {

  private static final Path CRD =
      Installation.MANIFESTS.resolve("crd/federatedtrustdomains.rootbridge.dev.yaml");
  private static final Path CASES = Path.of("src/test/resources/crd-validation");

  private static KubernetesClient admin;

  @BeforeAll
  static void installTheCrd(Clusters clusters) {
    clusters.kubectl().on(clusters.b(), "apply", "-f", CRD.toString()).succeed();
    admin = clusters.b().admin();
    await("the CRD is served")
        .until(
            () ->
                definition().getStatus().getConditions().stream()
                    .anyMatch(
                        condition ->
                            condition.getType().equals("Established")
                                && condition.getStatus().equals("True")));
  }

  @TestFactory
  Stream<DynamicTest> whatIsValidIsTaken() {
    return ValidationCase.in(CASES.resolve("valid")).stream()
        .map(
            valid ->
                DynamicTest.dynamicTest(
                    valid.name(), () -> assertThat(valid.apply(admin)).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> whatIsInvalidIsRefusedWithItsReason() {
    return ValidationCase.in(CASES.resolve("invalid")).stream()
        .map(
            invalid ->
                DynamicTest.dynamicTest(
                    invalid.name(),
                    () ->
                        assertThat(invalid.apply(admin))
                            .hasValueSatisfying(
                                refusal -> assertThat(refusal).contains(invalid.expectations()))));
  }

  @Test
  void everyRuleHasACase() {
    List<String> expectations =
        ValidationCase.in(CASES.resolve("invalid")).stream()
            .flatMap(invalid -> invalid.expectations().stream())
            .toList();
    assertThat(SchemaRules.refusalsOf(definition())).isNotEmpty().isSubsetOf(expectations);
  }

  private static CustomResourceDefinition definition() {
    return admin
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("federatedtrustdomains.rootbridge.dev")
        .require();
  }
}
