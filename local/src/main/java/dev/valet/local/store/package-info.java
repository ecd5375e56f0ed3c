/** DynamoDB Local behind the signatures and policies of the local AWS. */
@NullMarked
package dev.valet.local.store;

import org.jspecify.annotations.NullMarked;
