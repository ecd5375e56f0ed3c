package dev.valet.budget;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The active codes of ISO 4217 and how many decimal digits their smallest unit has. Codes without one are left out on
 * purpose: metals, testing, units of account. So is every code that was withdrawn.
 */
final class Currencies {
    private static final String NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    private static final String TWO =
            "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN"
                    + " BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP"
                    + " GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA"
                    + " MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON"
                    + " RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH"
                    + " USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private static final String THREE = "BHD IQD JOD KWD LYD OMR TND";

    private static final String FOUR = "CLF UYW";

    private static final Map<String, Integer> EXPONENTS = exponents();

    private Currencies() {}

    /** Empty for a code that is not in the table. Compared letter by letter: {@code eur} is none. */
    static Optional<Integer> exponent(String code) {
        return Optional.ofNullable(EXPONENTS.get(code));
    }

    private static Map<String, Integer> exponents() {
        var exponents = new HashMap<String, Integer>();
        put(exponents, NONE, 0);
        put(exponents, TWO, 2);
        put(exponents, THREE, 3);
        put(exponents, FOUR, 4);
        return Map.copyOf(exponents);
    }

    private static void put(Map<String, Integer> exponents, String codes, int exponent) {
        for (var code : codes.split(" ", -1)) {
            exponents.put(code, exponent);
        }
    }
}
