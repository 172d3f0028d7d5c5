using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>One statement of a camt.053 while it is read: what is needed to check its totals at its end.</summary>
internal sealed class CamtStatement
{
    private const string Rial = "IRR";

    private readonly Movements _all = new();
    private readonly Movements _booked = new();
    private int _lines;
    private LocalDate? _firstBooking;
    private LocalDate? _lastBooking;
    private (LocalDate Day, Rials Amount)? _opening;
    private Rials? _previousClosing;
    private (LocalDate Day, Rials Amount)? _closing;

    /// <summary>The account of a statement, whose entries come after it.</summary>
    public static string Account(XmlScope statement)
    {
        if (statement.Text("Acct/Ccy") is { } currency && currency != Rial)
        {
            throw Refusal.AnotherCurrency(statement.Place, currency);
        }

        return BoundedText.Account(statement.Text("Acct/Id/IBAN", "Acct/Id/Othr/Id")) ?? throw Refusal.Account(statement.Place);
    }

    /// <summary>Adds a balance. A statement of several days may have some of each day; those of the first and the last day count.</summary>
    public void Add(XmlScope balance)
    {
        var kind = balance.Text("Tp/CdOrPrtry/Cd");
        if (kind is not ("OPBD" or "PRCD" or "CLBD"))
        {
            return;
        }

        var told = balance.Balance("Amt") ?? throw Refusal.Entry(balance.Place, $"({kind}) has no amount", $"({kind}) مبلغ ندارد");
        var amount = balance.IsCredit() ?? true ? told : -told;
        var day = balance.Date("Dt") ?? LocalDate.MinIsoValue;
        switch (kind)
        {
            case "OPBD" when _opening is not { } first || day < first.Day:
                _opening = (day, amount);
                break;
            case "PRCD":
                _previousClosing ??= amount;
                break;
            case "CLBD" when _closing is not { } last || day >= last.Day:
                _closing = (day, amount);
                break;
        }
    }

    public void Add(CamtEntry entry, Place place)
    {
        _all.Add(entry.IsCredit, entry.Amount, place);
        if (entry.IsBooked)
        {
            _booked.Add(entry.IsCredit, entry.Amount, place);
        }
    }

    public void Count(StatementLine line)
    {
        _lines++;
        _firstBooking = _firstBooking is { } first && first <= line.BookingDate ? first : line.BookingDate;
        _lastBooking = _lastBooking is { } last && last >= line.BookingDate ? last : line.BookingDate;
    }

    /// <exception cref="StatementRefusedException">The totals that the bank tells are not those of the entries.</exception>
    public StatementSummary Close(int number, XmlScope statement)
    {
        var account = Account(statement);
        var (opening, closing) = (_opening?.Amount ?? _previousClosing, _closing?.Amount);

        // The standard does not say whether the summary counts what is not booked, and banks do either.
        if (CamtTotals.Fault(statement, _booked) is { } fault && (_all.Count == _booked.Count || CamtTotals.Fault(statement, _all) is not null))
        {
            throw Refusal.Totals(statement.Place, fault.En, fault.Fa);
        }

        // In 128 bits: a balance may be anything up to the largest amount, and the sums up to the largest count.
        if (opening is { } before && closing is { } after && (Int128)before.Value + _booked.Net.Value != after.Value)
        {
            throw Refusal.Totals(
                statement.Place,
                $"it opens with {before}, its entries come to {_booked.Net}, and it closes with {after}",
                $"مانده آغاز {before}، جمع ثبت‌ها {_booked.Net} و مانده پایان {after} است");
        }

        var (from, to) = Period(statement);
        return new StatementSummary(number, statement.Text("Id"), account, from, to, opening, closing, _lines);
    }

    // A period to midnight ends with the day before, unless that is before it begins or lines are booked later.
    private (LocalDate? From, LocalDate? To) Period(XmlScope statement)
    {
        var from = statement.DateAt("FrToDt/FrDtTm") ?? _firstBooking;
        var to = statement.DateAt("FrToDt/ToDtTm");
        if (to is { } end && from < end && statement.Text("FrToDt/ToDtTm")!.Contains("T00:00:00", StringComparison.Ordinal))
        {
            to = end.PlusDays(-1);
        }

        return (from, to is null || _lastBooking > to ? _lastBooking ?? to : to);
    }
}
