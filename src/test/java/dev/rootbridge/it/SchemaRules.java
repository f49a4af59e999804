package dev.rootbridge.it;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Set;
import java.util.TreeSet;

/** What users can be told by a CRD's schema about the resources they write. */
final class SchemaRules {

  private final Set<String> refusals = new TreeSet<>();

  private SchemaRules() {}

  /**
   * The start of each refusal by a validation rule, an enumeration, a pattern or a required field
   * of the spec. Limits of length and size are left to the API server's own tests.
   */
  static Set<String> refusalsOf(CustomResourceDefinition definition) {
    JSONSchemaProps root =
        definition.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    SchemaRules rules = new SchemaRules();
    rules.collect("spec", root.getProperties().get("spec"));
    return rules.refusals;
  }

  private void collect(String path, JSONSchemaProps schema) {
    schema.getXKubernetesValidations().forEach(rule -> refusals.add(rule.getMessage()));
    schema.getRequired().forEach(name -> refusals.add(path + "." + name + ": Required value"));
    if (!schema.getEnum().isEmpty()) {
      refusals.add(path + ": Unsupported value");
    }
    if (schema.getPattern() != null) {
      refusals.add(path + ": Invalid value");
    }
    schema.getProperties().forEach((name, field) -> collect(path + "." + name, field));
    if (schema.getItems() != null) {
      collect(path + "[0]", schema.getItems().getSchema());
    }
  }
}
