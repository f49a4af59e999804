package dev.rootbridge.kube;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;

/** A DNS server that gives every name the same addresses, not to be remembered. */
final class NameServer implements AutoCloseable {

  private final EventLoopGroup loop = new NioEventLoopGroup(1);
  private final Channel channel;
  private volatile List<String> addresses = List.of();

  NameServer() {
    this.channel =
        new Bootstrap()
            .group(loop)
            .channel(NioDatagramChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel made) {
                    made.pipeline()
                        .addLast(
                            new DatagramDnsQueryDecoder(),
                            new DatagramDnsResponseEncoder(),
                            new Answers());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  /** As resolvers are told of it. */
  String address() {
    return "127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** From now on, names have these IPv4 addresses, told in this order. */
  void resolveTo(String... now) {
    addresses = List.of(now);
  }

  @Override
  public void close() {
    var unused = loop.shutdownGracefully();
  }

  private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      InetSocketAddress here = query.recipient();
      InetSocketAddress asking = query.sender();
      DatagramDnsResponse response = new DatagramDnsResponse(here, asking, query.id());
      response.addRecord(DnsSection.QUESTION, question);
      if (question.type().equals(DnsRecordType.A)) {
        for (String address : addresses) {
          response.addRecord(
              DnsSection.ANSWER,
              new DefaultDnsRawRecord(
                  question.name(),
                  DnsRecordType.A,
                  0,
                  Unpooled.wrappedBuffer(NetUtil.createByteArrayFromIpAddressString(address))));
        }
      }
      var unused = context.writeAndFlush(response);
    }
  }
}
