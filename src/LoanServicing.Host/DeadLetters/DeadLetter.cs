namespace LoanServicing.Host.DeadLetters;

/// <summary>What no retry will move.</summary>
/// <param name="What">One line: the type, what was tried, what waits behind it, and why.</param>
/// <param name="Body">The message as it is; it may name persons.</param>
internal sealed record DeadLetter(DeadLetterId Id, string What, string Body);
