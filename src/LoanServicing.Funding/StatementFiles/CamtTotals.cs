using System.Globalization;
using LoanServicing.Domain;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Money;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>Compares the summary that a statement begins with (<c>TxsSummry</c>) with its entries.</summary>
internal static class CamtTotals
{
    /// <summary>The first figure that differs; null when all that are told agree.</summary>
    public static Bilingual? Fault(XmlScope statement, Movements movements) =>
        Fault(statement, "TxsSummry/TtlNtries", movements.Count, movements.CreditSum, movements.DebitSum)
        ?? Fault(statement, "TxsSummry/TtlCdtNtries", movements.Credits, movements.CreditSum, Rials.Zero)
        ?? Fault(statement, "TxsSummry/TtlDbtNtries", movements.Debits, Rials.Zero, movements.DebitSum)
        ?? NetFault(statement, movements.Net);

    private static Bilingual? Fault(XmlScope statement, string path, int count, Rials credits, Rials debits)
    {
        if (statement.Text($"{path}/NbOfNtries") is { } told
            && !(int.TryParse(Digits.Normalise(told), NumberStyles.None, CultureInfo.InvariantCulture, out var entries) && entries == count))
        {
            return Differs($"{path}/NbOfNtries", told, count.ToString(CultureInfo.InvariantCulture));
        }

        var sum = (Int128)credits.Value + debits.Value;
        return statement.Total($"{path}/Sum") is { } total && total.Value != sum
            ? Differs($"{path}/Sum", total.ToString(), sum.ToString(CultureInfo.InvariantCulture))
            : null;
    }

    private static Bilingual? NetFault(XmlScope statement, Rials net)
    {
        var (path, direction) = statement.Text("TxsSummry/TtlNtries/TtlNetNtry/Amt") is null
            ? ("TxsSummry/TtlNtries/TtlNetNtryAmt", "TxsSummry/TtlNtries/CdtDbtInd")
            : ("TxsSummry/TtlNtries/TtlNetNtry/Amt", "TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd");
        if (statement.Total(path) is not { } told)
        {
            return null;
        }

        var signed = statement.IsCredit(direction) == false ? -told : told;
        return signed == net ? null : Differs(path, signed.ToString(), net.ToString());
    }

    private static Bilingual Differs(string figure, string told, string found) =>
        new($"{figure} says {told} and the entries come to {found}", $"{figure} می‌گوید {told} و ثبت‌ها {found} است");
}
