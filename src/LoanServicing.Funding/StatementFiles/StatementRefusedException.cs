using LoanServicing.Domain;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>Why a file is not read; nothing of it is used.</summary>
/// <param name="code">Stable, for instance <c>statement.truncated</c>.</param>
/// <param name="message">What is wrong, where, and how to mend it.</param>
internal sealed class StatementRefusedException(string code, Bilingual message) : Exception(message.En)
{
    public string Code { get; } = code;

    public Bilingual Text { get; } = message;
}
