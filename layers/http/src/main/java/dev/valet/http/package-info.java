/** Bearer tokens and the keys that verify them; later, every port that is answered over HTTPS. */
package dev.valet.http;
