package dev.valet.local.aws;

import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Xml;

/** The Security Token Service: the calls that Valet and its agents make. */
final class Sts implements Api {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    private final AssumeRole assumeRole;
    private final WebIdentity webIdentity;

    Sts(AssumeRole assumeRole, WebIdentity webIdentity) {
        this.assumeRole = assumeRole;
        this.webIdentity = webIdentity;
    }

    @Override
    public Answer answer(Call call) {
        QueryCall query = QueryCall.of(call, "sts", NAMESPACE);
        return switch (query.action()) {
            case "AssumeRole" -> assumeRole.answer(query);
            case "GetCallerIdentity" -> identity(query.only());
            case "GetWebIdentityToken" -> webIdentity.answer(query);
            default -> throw query.unknown();
        };
    }

    /** Needs no permission and cannot be denied. */
    private static Answer identity(QueryCall query) {
        Caller caller = query.call().caller();
        return query.answer(
                Xml.leaf("UserId", caller.userId()),
                Xml.leaf("Account", caller.account()),
                Xml.leaf("Arn", caller.arn()));
    }
}
