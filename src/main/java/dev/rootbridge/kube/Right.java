package dev.rootbridge.kube;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * A right on a resource.
 *
 * @param group empty for the core group
 * @param namespace empty for all of them, or none
 * @param name empty for all
 */
record Right(String verb, String group, String resource, String namespace, String name) {

  /** Whether whoever the client is has it, as its API server says. */
  boolean isHeldBy(KubernetesClient client) {
    SelfSubjectAccessReview question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb(verb)
            .withGroup(group)
            .withResource(resource)
            .withNamespace(namespace)
            .withName(name)
            .endResourceAttributes()
            .endSpec()
            .build();
    SubjectAccessReviewStatus status =
        client.authorization().v1().selfSubjectAccessReview().create(question).getStatus();
    return status != null && Boolean.TRUE.equals(status.getAllowed());
  }

  @Override
  public String toString() {
    return verb
        + " "
        + (group.isEmpty() ? resource : resource + "." + group)
        + (name.isEmpty() ? "" : " " + name)
        + (namespace.isEmpty() ? "" : " in namespace " + namespace);
  }
}
