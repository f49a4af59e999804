package dev.rootbridge.trust;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Random;

/** Kinds of what is no PEM, each as long as a source may be. */
public enum Junk {
  BASE64_NOISE {
    @Override
    String text() {
      byte[] noise = new byte[LENGTH];
      new Random(1).nextBytes(noise);
      return cut(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(noise));
    }
  },
  NEWLINES {
    @Override
    String text() {
      return "\n".repeat(LENGTH);
    }
  },
  ONE_LINE {
    @Override
    String text() {
      return "a".repeat(LENGTH);
    }
  },
  ONE_LINE_OF_BLANKS {
    @Override
    String text() {
      return " ".repeat(LENGTH);
    }
  },
  /** What begins like a BEGIN again and again, on one line. */
  DASHES {
    @Override
    String text() {
      return repeated("-----BEGI");
    }
  },
  BEGIN_LINES {
    @Override
    String text() {
      return repeated(BEGIN);
    }
  },
  /** Just within the limit for one certificate, but it never ends. */
  ENDLESS_CERTIFICATE {
    @Override
    String text() {
      return BEGIN + repeated("A".repeat(64) + "\n").substring(BEGIN.length());
    }
  },
  CERTIFICATES_OVER_THE_LIMIT {
    @Override
    String text() {
      return repeated(TestCertificate.root("CN=root").pem());
    }
  },
  CERTIFICATE_THEN_NOISE {
    @Override
    String text() {
      String root = TestCertificate.root("CN=root").pem();
      return root + BEGIN + BASE64_NOISE.text().substring(root.length() + BEGIN.length());
    }
  },
  /** As large and as deep as one certificate's bytes allow, then the same again. */
  NESTED_DER {
    @Override
    String text() {
      String der = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(nestedSequences());
      return repeated(BEGIN + der + "\n-----END CERTIFICATE-----\n");
    }
  };

  private static final int LENGTH = PemLimits.DEFAULTS.maxBytes();
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----\n";

  abstract String text();

  private static String repeated(String text) {
    return cut(text.repeat(LENGTH / text.length() + 1));
  }

  private static String cut(String text) {
    return text.substring(0, LENGTH);
  }

  private static byte[] nestedSequences() {
    byte[] inner = {};
    while (inner.length + 4 <= PemLimits.DEFAULTS.maxCertificateBytes()) {
      ByteArrayOutputStream outer = new ByteArrayOutputStream();
      outer.write(0x30);
      if (inner.length > 0xff) {
        outer.write(0x82);
        outer.write(inner.length >> 8);
      } else if (inner.length > 0x7f) {
        outer.write(0x81);
      }
      outer.write(inner.length);
      outer.writeBytes(inner);
      inner = outer.toByteArray();
    }
    return inner;
  }
}
