package dev.valet.local;

/** The accounts of the sample world, as documentation everywhere writes them. */
final class Accounts {
    /** Where Valet is deployed. */
    static final String VALET = "111122223333";

    /** Whose identities are for development. */
    static final String DEVELOPMENT = "222233334444";

    static final String REGION = "eu-west-1";
    static final String STACK = "valet";
    static final String ORGANISATION = "o-valetlocal1";

    private Accounts() {}
}
