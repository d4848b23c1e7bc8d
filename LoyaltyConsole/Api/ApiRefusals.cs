using LoyaltyConsole.Core;

namespace LoyaltyConsole.Api;

// What the interface itself refuses, in the order in which it checks. Everything else is Core's.

/// <summary>The call shows no key.</summary>
internal sealed record ApiKeyMissing : Refusal;

/// <summary>Nobody has this key.</summary>
internal sealed record ApiKeyUnknown : Refusal;

/// <summary>The key was revoked.</summary>
internal sealed record ApiKeyRevoked : Refusal;

/// <summary>Too many calls in too short a time.</summary>
internal sealed record TooManyCalls : Refusal;

/// <summary>Nothing answers under this address.</summary>
internal sealed record NothingThere : Refusal;

/// <summary>The address does not answer this method.</summary>
internal sealed record MethodNotAllowed(string Method) : Refusal;

/// <summary>The key does not open this.</summary>
internal sealed record ScopeMissing(string Scope) : Refusal;

/// <summary>A POST names itself, so that it can be repeated.</summary>
internal sealed record IdempotencyKeyMissing : Refusal;

/// <summary>The name of a POST is too long or has other characters than printable ASCII.</summary>
internal sealed record IdempotencyKeyNotValid(int Most) : Refusal;

/// <summary>The body is no JSON in UTF-8.</summary>
internal sealed record MediaTypeNotSupported : Refusal;

/// <summary>The body is too large.</summary>
internal sealed record BodyTooLarge(int Most) : Refusal;

/// <summary>The body did not arrive whole.</summary>
internal sealed record BodyIncomplete : Refusal;

/// <summary>The body is no JSON.</summary>
internal sealed record JsonMalformed(long Line, long Position) : Refusal;

/// <summary>A field that must be there is not.</summary>
internal sealed record FieldMissing(string Field) : Refusal;

/// <summary>A field is of the wrong type, or holds what makes no sense there.</summary>
internal sealed record FieldNotValid(string Field) : Refusal;

/// <summary>There is no such field to change.</summary>
internal sealed record FieldUnknown(string Field) : Refusal;

/// <summary>A text is too long.</summary>
internal sealed record FieldTooLong(string Field, int Most) : Refusal;

/// <summary>A number is too small or too large.</summary>
internal sealed record FieldOutOfRange(string Field, decimal Least, decimal Most) : Refusal;

/// <summary>A list is too long.</summary>
internal sealed record TooManyItems(string Field, int Most) : Refusal;

/// <summary>Of several fields one is needed.</summary>
internal sealed record OneOfMissing(string Fields) : Refusal;

/// <summary>Of several fields only one may be given.</summary>
internal sealed record OneOfOnly(string Fields) : Refusal;

/// <summary>Something broke that is not the caller's fault.</summary>
internal sealed record Fault(string Reference) : Refusal;
