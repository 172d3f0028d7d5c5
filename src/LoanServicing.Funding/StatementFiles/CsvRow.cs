using CsvHelper;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>The row of a CSV at which its reader stands.</summary>
internal sealed class CsvRow(CsvReader csv, CsvColumns columns, CsvMap map)
{
    private static readonly string[] CreditWords = ["credit", "cr", "c", "crdt", "بستانکار", "بس", "واریز"];
    private static readonly string[] DebitWords = ["debit", "dr", "d", "dbit", "بدهکار", "بد", "برداشت"];
    private static readonly string[] TotalWords = ["جمع", "مجموع", "total", "totals"];

    private readonly Place _place = new(csv.LineNumber);

    public Place Place => _place;

    /// <summary>Whether nothing is written in it.</summary>
    public bool IsEmpty => Enumerable.Range(0, csv.FieldCount).All(i => string.IsNullOrWhiteSpace(csv.GetString(i)));

    /// <summary>Whether it has no date, and says that it is the sum of others.</summary>
    public bool IsTotals => !HasDigit(CsvField.BookingDate) && !HasDigit(CsvField.ValueDate) && Enumerable.Range(0, csv.FieldCount).Any(IsTotalWord);

    /// <summary>Whether a sign says which way its amount goes.</summary>
    public bool IsSigned => Text(CsvField.Amount) is { } amount && AmountText.IsSigned(amount);

    /// <summary>
    /// The line, without its key, and the balance after it where there is such a column. Of a row of no money the line's amount is zero.
    /// </summary>
    public (StatementLine Line, Rials? Balance) Line(string account, int number)
    {
        RequireItsFields();
        var (isCredit, amount) = Movement();
        var (booked, value) = (Date(CsvField.BookingDate), Date(CsvField.ValueDate));
        var line = new StatementLine
        {
            Statement = 1,
            Number = number,
            TextLine = _place.Line,
            Account = account,
            Key = string.Empty,
            IsCredit = isCredit,
            Amount = amount,
            BookingDate = booked ?? value ?? throw Refusal.NoDate(_place),
            ValueDate = (value ?? booked)!.Value,
            BankReference = BoundedText.Reference(Text(CsvField.Reference)),
            EndToEndId = BoundedText.Id(Text(CsvField.EndToEndId)),
            DepositId = WrittenDepositId.Structured(Text(CsvField.DepositId)) ?? WrittenDepositId.In(Text(CsvField.Narrative)),
            Payer = Text(CsvField.Payer),
            PayerIban = BoundedText.Account(Text(CsvField.PayerIban)),
            Narrative = Text(CsvField.Narrative),
        };
        return (line, columns.Has(CsvField.Balance) ? Money(CsvField.Balance) ?? throw NoBalance : null);
    }

    private StatementRefusedException NoBalance => Refusal.Row(_place, "has no balance, and the header has a column for it; write it", "مانده ندارد، در حالی که سرستون آن را دارد؛ آن را بنویسید");

    /// <summary>The amount in this column; null when it is empty, has a dash, or is not there.</summary>
    public Rials? Money(CsvField field)
    {
        if (Text(field) is not { } text || text is "-" or "—")
        {
            return null;
        }

        var fault = AmountText.ReadGrouped(text, map.Unit, out var amount);
        return fault == AmountFault.None ? amount : throw Refusal.Amount(fault, _place, text);
    }

    // Some banks end a row with a separator that the header does not have.
    private void RequireItsFields()
    {
        var surplus = Enumerable.Range(columns.Count, Math.Max(0, csv.FieldCount - columns.Count)).Any(i => csv.GetString(i).Length > 0);
        if (csv.FieldCount < columns.Count || surplus)
        {
            throw Refusal.Row(
                _place,
                $"has {csv.FieldCount} fields and the header {columns.Count}; give it one for each column, with quotes around a field that has a separator in it",
                $"{csv.FieldCount} خانه دارد و سرستون {columns.Count}؛ برای هر ستون یک خانه بگذارید و خانه‌ای را که جداکننده دارد در نقل‌قول بنویسید");
        }
    }

    private (bool IsCredit, Rials Amount) Movement()
    {
        if (columns.HasSides)
        {
            return (Side(CsvField.Debit), Side(CsvField.Credit)) switch
            {
                ({ IsPositive: true } debit, null or { IsZero: true }) => (false, debit),
                (null or { IsZero: true }, { } credit) => (true, credit),
                ({ IsZero: true } debit, null) => (false, debit),
                (null, null) => throw Refusal.Row(_place, "has neither a debit nor a credit; write one of the two", "نه بدهکار دارد و نه بستانکار؛ یکی را بنویسید"),
                _ => throw Refusal.Row(_place, "has both a debit and a credit; leave one of the two empty", "هم بدهکار دارد و هم بستانکار؛ یکی را خالی بگذارید"),
            };
        }

        if (Money(CsvField.Amount) is not { } amount || (columns.Has(CsvField.Direction) && amount.IsNegative))
        {
            throw Refusal.Amount(AmountFault.Unreadable, _place, Text(CsvField.Amount));
        }

        return columns.Has(CsvField.Direction) && !amount.IsZero ? (Direction(), amount) : (!amount.IsNegative, amount.IsNegative ? -amount : amount);
    }

    private bool Direction()
    {
        var text = Text(CsvField.Direction) ?? string.Empty;
        var word = BareText.Of(text);
        return text.Trim() == "+" || CreditWords.Contains(word)
            || (text.Trim() == "-" || DebitWords.Contains(word)
                ? false
                : throw Refusal.Row(_place, $"says '{text}', which is neither debit nor credit; write one of the two", $"می‌گوید «{text}» که نه بدهکار است و نه بستانکار؛ یکی را بنویسید"));
    }

    /// <summary>What stands on one side; null when nothing does.</summary>
    private Rials? Side(CsvField field) => Money(field) switch
    {
        { IsNegative: true } => throw Refusal.Amount(AmountFault.Unreadable, _place, Text(field)),
        var amount => amount,
    };

    private LocalDate? Date(CsvField field)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        return DateText.TryRead(text, map.Calendar, out var date) ? date : throw Refusal.Date(_place, text);
    }

    private bool HasDigit(CsvField field) => Text(field)?.Any(char.IsDigit) ?? false;

    private bool IsTotalWord(int index)
    {
        var first = csv.GetString(index).SkipWhile(c => !char.IsLetter(c)).Take(BoundedText.Longest).TakeWhile(char.IsLetter);
        return TotalWords.Contains(BareText.Of(string.Concat(first)));
    }

    private string? Text(CsvField field) => columns.IndexOf(field) is { } index && index < csv.FieldCount ? BoundedText.OrNull(csv.GetString(index)) : null;
}
