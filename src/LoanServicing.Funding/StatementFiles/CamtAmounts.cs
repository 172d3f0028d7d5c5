using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>Reads the amounts, directions and dates of a scope, and refuses the file for what cannot be read.</summary>
internal static class CamtAmounts
{
    private const string Rial = "IRR";

    /// <summary>An amount in whole rials, from zero; null when there is none at this path.</summary>
    public static Rials? Amount(this XmlScope scope, string path)
    {
        if (scope.Balance(path) is not { } amount)
        {
            return null;
        }

        return !amount.IsNegative ? amount : throw Refusal.Amount(AmountFault.Unreadable, scope.Place, scope.Text(path));
    }

    /// <summary>Whether there is an amount at this path that is marked as rials.</summary>
    public static bool IsInRials(this XmlScope scope, string path) => scope.Text(path) is not null && scope.CurrencyOf(path) == Rial;

    /// <summary>An amount in whole rials that may be zero or negative.</summary>
    public static Rials? Balance(this XmlScope scope, string path)
    {
        if (scope.Text(path) is not { } text)
        {
            return null;
        }

        if (scope.CurrencyOf(path) is var currency and not Rial)
        {
            throw Refusal.AnotherCurrency(scope.Place, currency);
        }

        return scope.Number(path, text);
    }

    /// <summary>A total, which names no currency; negative ones are read too.</summary>
    public static Rials? Total(this XmlScope scope, string path) => scope.Text(path) is { } text ? scope.Number(path, text) : null;

    /// <summary>Whether it is a credit; null when nothing is told.</summary>
    public static bool? IsCredit(this XmlScope scope, string path = "CdtDbtInd") => scope.Text(path) switch
    {
        null => null,
        "CRDT" => true,
        "DBIT" => false,
        var other => throw Refusal.Entry(scope.Place, $"is marked '{other}', neither CRDT nor DBIT", $"با «{other}» نشان شده است، نه CRDT و نه DBIT"),
    };

    /// <summary>The date of a choice between a date and a time; null when nothing is told.</summary>
    public static LocalDate? Date(this XmlScope scope, string path) => scope.DateAt($"{path}/Dt") ?? scope.DateAt($"{path}/DtTm");

    public static LocalDate? DateAt(this XmlScope scope, string path)
    {
        if (scope.Text(path) is not { } text)
        {
            return null;
        }

        return DateText.TryRead(text, StatementCalendar.ByYear, out var date) ? date : throw Refusal.Date(scope.Place, text);
    }

    private static Rials Number(this XmlScope scope, string path, string text)
    {
        var fault = AmountText.ReadPlain(text, out var amount);
        return fault == AmountFault.None ? amount : throw Refusal.Amount(fault, scope.Place, scope.Text(path));
    }
}
