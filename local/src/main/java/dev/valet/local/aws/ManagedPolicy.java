package dev.valet.local.aws;

import dev.valet.local.aws.policy.Policy;
import java.time.Instant;

/** A customer managed policy; it has one version. */
record ManagedPolicy(String arn, String id, Policy policy, Instant created) {}
