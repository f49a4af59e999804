package dev.rootbridge.serving;

import java.time.Instant;

/** The one next step of the replica that writes. */
public sealed interface ServingPlan {

  /** What it comes to, in a sentence for people. */
  String message();

  /** Nothing is to be done before that time, unless something changes. */
  record Keep(Instant until) implements ServingPlan {
    @Override
    public String message() {
      return "all is as it should be until " + until;
    }
  }

  /** Something has to come about first; {@code message} says it in a clause. */
  record Wait(String message) implements ServingPlan {}

  /** Before the next CA signs, people have to copy it to where API servers of others look. */
  record Announce(Instant signsFrom) implements ServingPlan {
    @Override
    public String message() {
      return "a new CA signs from "
          + signsFrom
          + " on: copy the caBundle to the registrations of remote clusters before";
    }
  }

  /**
   * The bundle lacks our CA and is not ours to change.
   *
   * @param owner whose it is
   */
  record Refuse(String owner) implements ServingPlan {
    @Override
    public String message() {
      return "the caBundle is kept by "
          + owner
          + " and lacks the CA of the Secret: let rootbridge.serving.mode be cert-manager or files,"
          + " or take the caBundle out, so that Rootbridge keeps it";
    }
  }

  /** The Secret is to hold this. */
  sealed interface Store extends ServingPlan {
    StoredCertificates stored();
  }

  /** There is no CA to sign with: a new one, which signs once API servers know it. */
  record Issue(StoredCertificates stored) implements Store {
    @Override
    public String message() {
      return "there is no CA that could sign: a new one was made";
    }
  }

  /** The same where there was one, and registrations of other clusters have copies of it. */
  record Reissue(StoredCertificates stored) implements Store {
    @Override
    public String message() {
      return "the CA before can sign no more: a new one was made, which signs at once, so copy the"
          + " caBundle to the registrations of remote clusters now";
    }
  }

  /** The CA ends before long: a new one beside it, which signs once API servers know it. */
  record RotateCa(StoredCertificates stored) implements Store {
    @Override
    public String message() {
      return "the CA ends before long: the next one was made";
    }
  }

  /** The new CA is known: it signs, and the one before retires. */
  record SwitchCa(StoredCertificates stored) implements Store {
    @Override
    public String message() {
      return "API servers know the new CA: replicas show a certificate of it from now on";
    }
  }

  /** A new leaf of the same CA. */
  record RotateLeaf(StoredCertificates stored) implements Store {
    @Override
    public String message() {
      return "a new certificate was signed by the same CA";
    }
  }

  /** The bundle holds CAs that the Secret lacks; a replica may still show a leaf of them. */
  record Adopt(StoredCertificates stored) implements Store {
    @Override
    public String message() {
      return "the caBundle holds CAs that the Secret had forgotten: they retire in time";
    }
  }

  /** CAs that nobody is told to believe any more are forgotten. */
  record Retire(StoredCertificates stored) implements Store {
    @Override
    public String message() {
      return "a CA of which nothing can be shown any more was forgotten";
    }
  }

  /** The bundle is to hold these. */
  record PublishCa(CaBundle bundle) implements ServingPlan {
    @Override
    public String message() {
      return "the caBundle names " + bundle.anchors().size() + " CA(s) from now on";
    }
  }
}
