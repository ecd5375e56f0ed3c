package dev.valet.local.aws;

import dev.valet.local.aws.wire.Answer;

/** One AWS service behind the endpoint. */
interface Api {
    /** Answers one verified call, or throws the {@link AwsError} it ended in. */
    Answer answer(Call call);
}
