package dev.rootbridge.explain;

import dev.rootbridge.trust.TrustDomain;

/** An entry of a rule's lists of peers: a star stands at its start or its end, if anywhere. */
record PeerPattern(String text) {

  private static final String STAR = "*";
  private static final String PATH = "/ns/";

  boolean fits(String value) {
    if (text.equals(STAR)) {
      return !value.isEmpty();
    }
    if (text.startsWith(STAR)) {
      return value.endsWith(text.substring(1));
    }
    return text.endsWith(STAR) ? value.startsWith(beginning()) : value.equals(text);
  }

  /** Of a principal: whether it fits peers of a domain by its star, without naming the domain. */
  boolean reaches(TrustDomain domain) {
    if (text.equals(STAR)) {
      return true;
    }
    if (text.startsWith(STAR)) {
      int path = text.indexOf(PATH);
      return path < 0 || domain.name().endsWith(text.substring(1, path));
    }
    return text.endsWith(STAR)
        && domain.name().startsWith(beginning())
        && !domain.name().equals(beginning());
  }

  /** Of a principal: whether it fits all peers of a domain. */
  boolean covers(TrustDomain domain) {
    return text.endsWith(STAR) && (domain + "/").startsWith(beginning());
  }

  /** Of a trust domain: whether it fits one by its star, without naming it. */
  boolean reachesName(TrustDomain domain) {
    return text.contains(STAR) && fits(domain.name());
  }

  private String beginning() {
    return text.substring(0, text.length() - 1);
  }
}
