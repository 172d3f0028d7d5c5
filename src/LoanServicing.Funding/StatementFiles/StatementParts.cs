using LoanServicing.Domain;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>A part of a statement file, in the order of the file: the lines of a statement, then its summary.</summary>
internal abstract record StatementPart;

/// <summary>One booked movement.</summary>
internal sealed record StatementLine : StatementPart
{
    public required int Statement { get; init; }

    public required int Number { get; init; }

    public int Detail { get; init; }

    public required long TextLine { get; init; }

    public required string Account { get; init; }

    public required string Key { get; init; }

    public required bool IsCredit { get; init; }

    public required Rials Amount { get; init; }

    public required LocalDate ValueDate { get; init; }

    public required LocalDate BookingDate { get; init; }

    public string? BankReference { get; init; }

    public string? EndToEndId { get; init; }

    public string? DepositId { get; init; }

    public string? Payer { get; init; }

    public string? PayerIban { get; init; }

    public string? Narrative { get; init; }

    public bool IsReversal { get; init; }

    public string? ReturnReason { get; init; }
}

/// <summary>What closes a statement.</summary>
internal sealed record StatementSummary(
    int Statement, string? BankId, string Account, LocalDate? PeriodFrom, LocalDate? PeriodTo, Rials? Opening, Rials? Closing, int Lines) : StatementPart;

/// <summary>Why a file is not read; nothing of it is used.</summary>
internal sealed class StatementRefusedException(string code, Bilingual text) : Exception(text.En)
{
    public string Code { get; } = code;

    public Bilingual Text { get; } = text;
}
