package dev.rootbridge.kube;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * The way to servers that somebody else named: remote API servers and bundle endpoints.
 *
 * <p>A check of the host before a connection is one of another moment: its DNS records may say
 * something else a millisecond later. So every socket of this Vert.x checks the very address that
 * it is about to connect to. Names are resolved without blocking, so that a slow DNS server of one
 * source holds up no other.
 */
final class OutboundNetwork implements AutoCloseable {

  private static final int EVENT_LOOPS = 2;

  /** A ConfigMap has at most 1 MiB; JSON may write a character as six. */
  static final int MAX_ANSWER_BYTES = 8 << 20;

  private final AddressRule rule;
  private final Vertx vertx;

  OutboundNetwork(AddressRule rule) {
    this(rule, new AddressResolverOptions());
  }

  /**
   * @param names by whom names are resolved
   */
  OutboundNetwork(AddressRule rule, AddressResolverOptions names) {
    this.rule = rule;
    VertxOptions options =
        new VertxOptions()
            .setAddressResolverOptions(names)
            .setEventLoopPoolSize(EVENT_LOOPS)
            .setUseDaemonThread(true)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    this.vertx = new VertxBuilder(options).findTransport(new CheckedTransport(rule)).init().vertx();
  }

  AddressRule rule() {
    return rule;
  }

  Vertx vertx() {
    return vertx;
  }

  /** Kubernetes clients that go this way, follow no redirect and take no giant messages. */
  HttpClient.Factory kubernetesClients() {
    return new VertxHttpClientFactory(vertx) {
      @Override
      protected void additionalConfig(WebClientOptions options) {
        options
            .setFollowRedirects(false)
            .setMaxWebSocketFrameSize(MAX_ANSWER_BYTES)
            .setMaxWebSocketMessageSize(MAX_ANSWER_BYTES);
      }
    };
  }

  @Override
  public void close() {
    vertx.close();
  }

  private static final class CheckedTransport extends JDKTransport {

    private final AddressRule rule;

    CheckedTransport(AddressRule rule) {
      this.rule = rule;
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
      if (domainSocket) {
        throw new IllegalArgumentException("a source is never behind a domain socket");
      }
      return () -> new CheckedChannel(rule);
    }
  }

  private static final class CheckedChannel extends NioSocketChannel {

    private final AddressRule rule;

    CheckedChannel(AddressRule rule) {
      this.rule = rule;
    }

    @Override
    protected boolean doConnect(SocketAddress remote, SocketAddress local) throws Exception {
      Optional<String> refusal =
          remote instanceof InetSocketAddress internet && internet.getAddress() != null
              ? rule.refusal(internet.getAddress())
              : Optional.of("the address to connect to is not resolved");
      if (refusal.isPresent()) {
        throw new AddressRefusedException(refusal.get());
      }
      return super.doConnect(remote, local);
    }
  }
}
