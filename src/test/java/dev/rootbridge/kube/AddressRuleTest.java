package dev.rootbridge.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {

  private static final AddressRule RULE = AddressRule.allowing(List.of());

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "::1, loopback",
    "169.254.0.1, link-local",
    "169.254.169.254, metadata",
    "fe80::1, link-local",
    "febf::1, link-local",
    "fd00:ec2::254, metadata",
    "fd20:ce::254, metadata",
    "100.100.100.200, metadata",
    "168.63.129.16, metadata",
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "::, unspecified",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "ff02::1, multicast",
    "240.0.0.1, reserved",
    "255.255.255.255, reserved",
    // IPv4 inside IPv6: mapped, compatible, NAT64, local-use NAT64, 6to4, Teredo.
    "::ffff:127.0.0.1, loopback",
    "::ffff:a9fe:a9fe, metadata",
    "::127.0.0.1, loopback",
    "64:ff9b::a9fe:a9fe, metadata",
    "64:ff9b::7f00:1, loopback",
    "64:ff9b:1::a9fe:a9fe, translator",
    "64:ff9b:1:a9fe:a9:fe00::, translator",
    "2002:7f00:1::1, loopback",
    "2002:a9fe:a9fe::, metadata",
    "2001:0:4136:e378:8000:63bf:80ff:fffe, loopback"
  })
  void whatIsInsideIsRefusedInWhateverForm(String address, String what) {
    assertThat(RULE.refusal(address(address)))
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal)
                    .contains(what)
                    .endsWith("allow it by rootbridge.sources.allowed-addresses"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.7",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "128.0.0.1",
        "169.253.255.255",
        "169.255.0.1",
        "2001:db8::1",
        "fd00::1",
        "64:ff9b::cb00:7107",
        "2002:cb00:7107::1",
        "::ffff:10.0.0.1"
      })
  void whereClustersLiveIsAllowed(String address) {
    assertThat(RULE.refusal(address(address))).isEmpty();
  }

  @Test
  void exceptionsAreNetworksAndNothingBesideThem() {
    AddressRule rule = AddressRule.allowing(List.of("127.0.0.0/8", " 169.254.10.1", "::1/128"));

    assertThat(rule.refusal(address("127.0.0.1"))).isEmpty();
    assertThat(rule.refusal(address("::ffff:127.0.0.1"))).isEmpty();
    assertThat(rule.refusal(address("64:ff9b::7f00:1"))).isEmpty();
    assertThat(rule.refusal(address("169.254.10.1"))).isEmpty();
    assertThat(rule.refusal(address("::1"))).isEmpty();
    assertThat(rule.refusal(address("169.254.10.2"))).isPresent();
    assertThat(rule.refusal(address("169.254.169.254"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.0/33",
        "127.0.0.0/-1",
        "127.0.0.0/",
        "fd00::/129",
        "",
        "a/8"
      })
  void whatIsNoNetworkIsNoException(String text) {
    assertThatThrownBy(() -> AddressRule.allowing(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no network such as 127.0.0.0/8 or fd00::/8: \"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "127.1",
        "127.0.1",
        "0177.0.0.1",
        "010.0.0.1",
        "127.0.0.1.",
        "1.2.3.4.5",
        "256.0.0.1",
        "evil.example.0x7f000001"
      })
  void numbersThatProgramsReadDifferentlyAreRefused(String host) {
    assertThat(RULE.refusalOfHost(host))
        .hasValueSatisfying(
            refusal -> assertThat(refusal).contains("in a form that programs read differently"));
  }

  @Test
  void hostsThatAreAddressesAreJudgedAsSuch() {
    assertThat(RULE.refusalOfHost("127.0.0.1")).isPresent();
    assertThat(RULE.refusalOfHost("[::1]")).isPresent();
    assertThat(RULE.refusalOfHost("[::ffff:127.0.0.1]")).isPresent();
    assertThat(RULE.refusalOfHost("[fe80::1%25eth0]")).isPresent();
    assertThat(RULE.refusalOfHost("[2001:db8::1]")).isEmpty();
    assertThat(RULE.refusalOfHost("203.0.113.7")).isEmpty();
  }

  @Test
  void namesAreLeftToWhatTheyResolveTo() {
    assertThat(RULE.refusalOfHost("bundles.cluster-b.example")).isEmpty();
    assertThat(RULE.refusalOfHost("localhost")).isEmpty();
    assertThat(RULE.refusalOfHost("a1.b2.example")).isEmpty();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
