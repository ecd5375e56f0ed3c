package dev.valet.local.provider;

import dev.valet.Malformed;

/** One provider: who may call it, and what it answers. */
interface Provider {
    /** Whoever shows it may call. */
    Admission admission();

    /** @throws Malformed for what it does not take */
    Reply answer(Asked asked);

    /** What it says of a request that it does not take, in its own form. */
    Reply refusal(int status, String message);
}
