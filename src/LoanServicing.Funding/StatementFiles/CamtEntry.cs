using System.Globalization;
using LoanServicing.Domain.Money;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>
/// An entry of a camt.053 and the lines that it is: one, or one for each transaction of a batch. Keys are given afterwards.
/// </summary>
/// <param name="details">The transactions of the entry, in their order.</param>
/// <param name="announced">How many transactions the entry says it has; null when it does not.</param>
internal sealed class CamtEntry(XmlScope entry, IReadOnlyList<XmlScope> details, int? announced)
{
    /// <summary>Held in memory until the entry ends, since only then is it known whether they add up to it.</summary>
    public const int MostDetails = 20_000;

    private readonly string? _shared = BoundedText.Reference(entry.Text("AcctSvcrRef"));

    public Rials Amount { get; } = entry.Amount("Amt") ?? throw Refusal.Entry(entry.Place, "has no amount", "مبلغ ندارد");

    /// <summary>The direction in which money moves, also of a reversal (see <see cref="StatementLine.IsCredit"/>).</summary>
    public bool IsCredit { get; } = entry.IsCredit() ?? throw Refusal.Entry(entry.Place, "is marked neither CRDT nor DBIT", "نه CRDT و نه DBIT است");

    /// <summary>Whether the money has moved: up to version .07 the status is the element's own text, since .08 a code inside it.</summary>
    public bool IsBooked { get; } = entry.Text("Sts/Cd", "Sts") switch
    {
        "BOOK" => true,
        "PDNG" or "INFO" or "FUTR" => false,
        var other => throw Refusal.Entry(entry.Place, $"has the status '{other}', none of BOOK, PDNG, INFO and FUTR", $"وضعیت «{other}» دارد، نه BOOK و PDNG و INFO و FUTR"),
    };

    public IEnumerable<StatementLine> Lines(int statement, int number, string account)
    {
        var whole = Whole(statement, number, account);
        if (details.Count == 1 && announced is null or 1)
        {
            var single = details[0];
            return [Described(whole, single, account) with { BankReference = Own(single) ?? _shared, Note = whole.Note ?? Charges(single) }];
        }

        if (details.Count == 0)
        {
            return [whole];
        }

        return AddUp() ? Split(whole, account) : [whole with { Note = Notes.DetailsDoNotAddUp }];
    }

    private static string? Own(XmlScope detail) => BoundedText.Reference(detail.Text("Refs/AcctSvcrRef"));

    private static string? Charges(XmlScope scope) =>
        scope.Text("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Amt", "Chrgs/Rcrd/Amt") is { } charges ? $"{Notes.Charges} {charges}" : null;

    // What the transaction itself names, in the order of how close it is to what was booked.
    private static Rials? AmountOf(XmlScope detail) =>
        detail.Amount("Amt") ?? detail.Amount("AmtDtls/TxAmt/Amt") ?? detail.Amount("AmtDtls/InstdAmt/Amt");

    private StatementLine Whole(int statement, int number, string account)
    {
        var (booked, value) = (entry.Date("BookgDt"), entry.Date("ValDt"));
        return new StatementLine
        {
            Statement = statement,
            Number = number,
            TextLine = entry.Place.Line,
            Account = account,
            Key = string.Empty,
            IsCredit = IsCredit,
            Amount = Amount,
            BookingDate = booked ?? value ?? throw Refusal.NoDate(entry.Place),
            ValueDate = (value ?? booked)!.Value,
            BankReference = _shared,
            Narrative = entry.Text("AddtlNtryInf"),
            IsReversal = entry.Text("RvslInd") is "true" or "1",
            Note = Charges(entry),
        };
    }

    private bool AddUp()
    {
        if (announced is { } count && count != details.Count)
        {
            return false;
        }

        var sums = new Movements();
        foreach (var detail in details)
        {
            if (AmountOf(detail) is not { } amount)
            {
                return false;
            }

            sums.Add(detail.IsCredit() ?? IsCredit, amount, detail.Place);
        }

        return sums.Net == (IsCredit ? Amount : -Amount);
    }

    private IEnumerable<StatementLine> Split(StatementLine whole, string account)
    {
        var own = details.Select(Own).OfType<string>().CountBy(reference => reference).Where(reference => reference.Value == 1).Select(reference => reference.Key).ToHashSet();
        for (var i = 0; i < details.Count; i++)
        {
            var detail = details[i];
            var reference = Own(detail);
            yield return Described(whole, detail, account) with
            {
                Detail = i + 1,
                TextLine = detail.Place.Line,
                IsCredit = detail.IsCredit() ?? IsCredit,
                Amount = AmountOf(detail)!.Value,
                BankReference = reference is not null && own.Contains(reference) && reference != _shared ? reference : Numbered(reference ?? _shared, i + 1),
                Note = Charges(detail),
            };
        }
    }

    private static string? Numbered(string? reference, int number) =>
        reference is null ? null : BoundedText.Cut(string.Create(CultureInfo.InvariantCulture, $"{reference}/{number}"));

    private StatementLine Described(StatementLine whole, XmlScope detail, string account)
    {
        var (payer, iban) = CamtParties.Other(detail, paidToUs: (detail.IsCredit() ?? IsCredit) != whole.IsReversal, account);
        var remittance = detail.Text("RmtInf/Ustrd");
        return whole with
        {
            EndToEndId = detail.Text("Refs/EndToEndId") is { } id && !id.Equals("NOTPROVIDED", StringComparison.OrdinalIgnoreCase) ? id : null,
            DepositId = WrittenDepositId.Structured(detail.Text("RmtInf/Strd/CdtrRefInf/Ref")) ?? WrittenDepositId.In(remittance),
            Payer = payer,
            PayerIban = iban,
            Narrative = remittance ?? detail.Text("AddtlTxInf") ?? whole.Narrative,
            ReturnReason = detail.Text("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry"),
        };
    }
}

/// <summary>What a reader of a line should know of how it was read.</summary>
internal static class Notes
{
    /// <summary>The transactions of the entry do not add up to it, or are not all there: it stands as one line without them.</summary>
    public const string DetailsDoNotAddUp = "details-do-not-add-up";

    /// <summary>The bank says that charges, whose amount follows, are in the entry.</summary>
    public const string Charges = "charges";
}
