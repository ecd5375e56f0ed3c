package dev.valet.local.aws;

import java.util.Optional;

/**
 * The one user of an account: whoever sets it up through an SDK signs with this key. It may do everything in its own
 * account. A user and not the root, because a root cannot assume roles.
 */
record Administrator(String account, String id, Credentials credentials) {
    static final String NAME = "administrator";

    static Administrator fresh(String account) {
        var credentials =
                new Credentials(Ids.unique("AKIA"), Ids.secretAccessKey(), Optional.empty(), Optional.empty());
        return new Administrator(account, Ids.unique("AIDA"), credentials);
    }

    String arn() {
        return "arn:aws:iam::" + account + ":user/" + NAME;
    }

    Caller caller() {
        return new Caller(account, credentials.accessKeyId(), arn(), id, arn(), id, Optional.empty());
    }
}
