package dev.rootbridge.kube;

import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.Source;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.source.BundleEndpoint;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.source.ClusterTrustBundle;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.source.RemoteCluster;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.source.bundleendpoint.Bootstrap;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.source.bundleendpoint.WebRoots;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.source.clustertrustbundle.LabelSelector;
import dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.source.remotecluster.Root;
import dev.rootbridge.sync.NamespaceSelector;
import dev.rootbridge.sync.NamespaceSelector.Operator;
import dev.rootbridge.sync.NamespaceSelector.Requirement;
import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.SourceSpec.ClusterTrustBundles;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.SecretKey;
import dev.rootbridge.trust.SpiffeId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads where the admin wants the roots from, out of a {@code spec.source}. */
final class SourceReader {

  private SourceReader() {}

  /** A source that can't be read is one that fails: its domain keeps the anchors that it has. */
  static SourceSpec read(Source source) {
    try {
      return spec(source);
    } catch (IllegalArgumentException e) {
      return new SourceSpec.Unreadable(e.getMessage());
    }
  }

  private static SourceSpec spec(Source source) {
    if (source.getInline() != null) {
      return new SourceSpec.Inline(source.getInline().getPem());
    }
    if (source.getConfigMap() != null) {
      return new ConfigMapKey(
          source.getConfigMap().getNamespace(),
          source.getConfigMap().getName(),
          source.getConfigMap().getKey());
    }
    if (source.getSecret() != null) {
      return new SecretKey(
          source.getSecret().getNamespace(),
          source.getSecret().getName(),
          source.getSecret().getKey());
    }
    if (source.getRemoteCluster() != null) {
      return remoteCluster(source.getRemoteCluster());
    }
    if (source.getBundleEndpoint() != null) {
      return bundleEndpoint(source.getBundleEndpoint());
    }
    if (source.getClusterTrustBundle() != null) {
      return clusterTrustBundles(source.getClusterTrustBundle());
    }
    throw new IllegalArgumentException(
        "spec.source holds none of inline, configMap, secret, remoteCluster, bundleEndpoint,"
            + " clusterTrustBundle");
  }

  private static SourceSpec remoteCluster(RemoteCluster remote) {
    Root root = remote.getRoot();
    return new SourceSpec.RemoteCluster(
        remote.getSecret().getNamespace(),
        remote.getSecret().getName(),
        Optional.ofNullable(remote.getSecret().getKey()),
        new ConfigMapKey(root.getNamespace(), root.getName(), root.getKey()));
  }

  private static SourceSpec bundleEndpoint(BundleEndpoint endpoint) {
    return new SourceSpec.BundleEndpoint(
        url(endpoint.getUrl()),
        switch (endpoint.getProfile()) {
          case HTTPS_WEB ->
              new SourceSpec.BundleEndpoint.Web(
                  Optional.ofNullable(endpoint.getWebRoots()).map(WebRoots::getPem));
          case HTTPS_SPIFFE ->
              new SourceSpec.BundleEndpoint.Spiffe(
                  SpiffeId.parse(Objects.requireNonNullElse(endpoint.getEndpointSpiffeId(), "")),
                  Optional.ofNullable(endpoint.getBootstrap()).map(Bootstrap::getPem));
        });
  }

  private static URI url(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw notPlain(e);
    }
    if (!"https".equals(url.getScheme())
        || url.getHost() == null
        || url.getUserInfo() != null
        || url.getQuery() != null
        || url.getFragment() != null) {
      throw notPlain(null);
    }
    return url;
  }

  private static IllegalArgumentException notPlain(URISyntaxException cause) {
    return new IllegalArgumentException(
        "spec.source.bundleEndpoint.url is no plain https URL with a host", cause);
  }

  private static SourceSpec clusterTrustBundles(ClusterTrustBundle bundle) {
    return bundle.getName() != null
        ? new ClusterTrustBundles.Named(bundle.getName())
        : new ClusterTrustBundles.OfSigner(
            bundle.getSignerName(), labels(bundle.getLabelSelector()));
  }

  private static NamespaceSelector labels(LabelSelector selector) {
    return new NamespaceSelector(
        Objects.requireNonNullElse(selector.getMatchLabels(), Map.of()),
        Objects.requireNonNullElse(
                selector.getMatchExpressions(),
                List
                    .<dev.rootbridge.kube.v1alpha1.federatedtrustdomainspec.source
                            .clustertrustbundle.labelselector.MatchExpressions>
                        of())
            .stream()
            .map(
                expression ->
                    new Requirement(
                        expression.getKey(),
                        switch (expression.getOperator()) {
                          case IN -> Operator.IN;
                          case NOTIN -> Operator.NOT_IN;
                          case EXISTS -> Operator.EXISTS;
                          case DOESNOTEXIST -> Operator.DOES_NOT_EXIST;
                        },
                        Objects.requireNonNullElse(expression.getValues(), List.of())))
            .toList());
  }
}
