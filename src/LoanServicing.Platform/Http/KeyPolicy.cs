namespace LoanServicing.Platform.Http;

/// <summary>Whether a command must carry an <c>Idempotency-Key</c>.</summary>
public enum KeyPolicy
{
    /// <summary>Kept when sent.</summary>
    Optional,

    /// <summary>Money moves: without a key the request is refused.</summary>
    Required,
}

/// <summary>For the OpenAPI document: a command that reads an <c>Idempotency-Key</c>.</summary>
internal sealed record KeyTaken(KeyPolicy Policy);
