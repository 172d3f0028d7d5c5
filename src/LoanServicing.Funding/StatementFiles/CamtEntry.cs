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

    private static readonly string[] AmountPaths = ["Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"];

    private readonly string? _shared = BoundedText.Reference(entry.Text("AcctSvcrRef"));

    /// <summary>Zero for an entry of no money, which is counted and is no line, and for a batch that comes to nothing, whose transactions are lines.</summary>
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

    /// <summary>Whether the bank takes back an earlier booking; a boolean of XML, in any case.</summary>
    private bool IsReversal { get; } = entry.Text("RvslInd")?.ToUpperInvariant() switch
    {
        null or "FALSE" or "0" => false,
        "TRUE" or "1" => true,
        _ => throw Refusal.Entry(
            entry.Place,
            $"says '{entry.Text("RvslInd")}' where it has to say true or false whether it is a reversal (RvslInd)",
            $"در RvslInd می‌گوید «{entry.Text("RvslInd")}»؛ باید true یا false باشد"),
    };

    public IEnumerable<StatementLine> Lines(int statement, int number, string account)
    {
        if (Amount.IsZero && (details.Count < 2 || WhyWhole() is not null))
        {
            return [];
        }

        var whole = Whole(statement, number, account);
        var information = entry.Text("AddtlNtryInf");
        if (details.Count == 1 && announced is null or 1)
        {
            var single = details[0];
            var line = Described(whole, single, account, information);
            return [line with { BankReference = line.References.AccountServicer ?? _shared, Note = whole.Note ?? Charges(single) }];
        }

        if (details.Count == 0)
        {
            return [announced is null or 1 ? whole with { DepositId = WrittenDepositId.In(information) } : whole];
        }

        return WhyWhole() is { } why ? [whole with { Note = why }] : Split(whole, account);
    }

    private static string? Charges(XmlScope scope) =>
        scope.Text("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Amt", "Chrgs/Rcrd/Amt") is { } charges ? $"{Notes.Charges} {charges}" : null;

    // What the transaction itself names in rials, in the order of how close it is to what was booked.
    private static Rials? AmountOf(XmlScope detail) =>
        AmountPaths.FirstOrDefault(detail.IsInRials) is { } path ? detail.Amount(path) : null;

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
            IsReversal = IsReversal,
            Note = Charges(entry),
        };
    }

    // Null when the transactions add up to the entry.
    private string? WhyWhole()
    {
        if (announced is { } count && count != details.Count)
        {
            return Notes.DetailsDoNotAddUp;
        }

        var sums = new Movements();
        foreach (var detail in details)
        {
            if (AmountOf(detail) is not { } amount)
            {
                return AmountPaths.Any(path => detail.Text(path) is not null) ? Notes.DetailsInAnotherCurrency : Notes.DetailsDoNotAddUp;
            }

            sums.Add(detail.IsCredit() ?? IsCredit, amount, detail.Place);
        }

        return sums.Net == (IsCredit ? Amount : -Amount) ? null : Notes.DetailsDoNotAddUp;
    }

    // A transaction of no money is no line, as an entry of none is.
    private IEnumerable<StatementLine> Split(StatementLine whole, string account)
    {
        var references = BatchReferences.Of(details, _shared);
        for (var i = 0; i < details.Count; i++)
        {
            var detail = details[i];
            if (AmountOf(detail) is { IsPositive: true } amount)
            {
                yield return Described(whole, detail, account, information: null) with
                {
                    Detail = i + 1,
                    TextLine = detail.Place.Line,
                    IsCredit = detail.IsCredit() ?? IsCredit,
                    Amount = amount,
                    BankReference = references[i],
                    Note = Charges(detail),
                };
            }
        }
    }

    // What is said of the whole entry names a loan for a transaction only when that is the whole entry.
    private StatementLine Described(StatementLine whole, XmlScope detail, string account, string? information)
    {
        var (payer, iban) = CamtParties.Other(detail, paidToUs: (detail.IsCredit() ?? IsCredit) != whole.IsReversal, account);
        var (remittance, additional) = (detail.Text("RmtInf/Ustrd"), detail.Text("AddtlTxInf"));
        return whole with
        {
            EndToEndId = BoundedText.Id(detail.Text("Refs/EndToEndId")),
            References = TransactionReferences.Of(detail),
            DepositId = WrittenDepositId.Structured(detail.Text("RmtInf/Strd/CdtrRefInf/Ref")) ?? WrittenDepositId.In(remittance, additional, information),
            Payer = payer,
            PayerIban = iban,
            Narrative = remittance ?? additional ?? whole.Narrative,
            ReturnReason = detail.Text("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry"),
        };
    }
}
