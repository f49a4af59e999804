package dev.rootbridge.webhook;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The part of an {@code AdmissionReview}'s request that a decision needs.
 *
 * @param uid goes back with the answer
 * @param namespace of the request, which counts; the object may name none
 * @param object as the API server sent it
 */
record AdmissionRequest(String uid, Subject subject, String namespace, JsonNode object) {

  /** What the request is about. */
  enum Subject {
    /** The creation of a v1 Pod. */
    NEW_POD,
    /** Anything else; it is allowed as it is. */
    SOMETHING_ELSE
  }
}
