using System.Runtime.CompilerServices;
using NodaTime;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>
/// Makes lines and one summary of a CSV. A CSV has no end mark: a file that was cut just behind a line cannot be told from a whole one, so only
/// a last line without a line end is refused as cut.
/// </summary>
internal sealed class CsvStatement(StatementText text, CsvMap map)
{
    private readonly LineKeys _keys = new();
    private readonly Movements _movements = new();
    private RunningBalance? _balance;
    private int _rows;
    private bool _hasSign;
    private bool _isClosed;
    private LocalDate? _first;
    private LocalDate? _last;

    /// <param name="head">The beginning of the file, in which the separator is found.</param>
    public async IAsyncEnumerable<StatementPart> ReadAsync(string head, [EnumeratorCancellation] CancellationToken cancel)
    {
        var account = map.Account ?? throw Refusal.NoAccountSet();
        using var csv = CsvRows.Open(text, map.Separator ?? await CsvHeader.SeparatorAsync(head, map, cancel));
        var columns = await CsvHeader.FindAsync(csv, map, cancel);
        _balance = columns.Has(CsvField.Balance) ? new RunningBalance() : null;
        while (await CsvRows.NextAsync(csv, cancel))
        {
            if (Take(new CsvRow(csv, columns, map), account) is { } line)
            {
                yield return _keys.Keyed(line);
            }
        }

        yield return Summary(account, columns);
    }

    /// <summary>Takes a row into the totals; null when it is no line.</summary>
    private StatementLine? Take(CsvRow row, string account)
    {
        if (row.IsEmpty)
        {
            return null;
        }

        if (_isClosed)
        {
            throw Refusal.Row(row.Place, "stands behind a row of totals; leave that out, or put it last", "پس از ردیف جمع آمده است؛ ردیف جمع را حذف کنید یا در پایان بگذارید");
        }

        if (row.IsTotals)
        {
            CsvTotals.Check(row, _movements, _rows > 0 ? _balance?.Closing : null);
            _isClosed = true;
            return null;
        }

        var (line, balance) = row.Line(account, ++_rows);
        _balance?.Add(line.IsCredit ? line.Amount : -line.Amount, balance!.Value, row.Place);
        if (line.Amount.IsZero)
        {
            return null;
        }

        _hasSign |= row.IsSigned;
        Count(line, row.Place);
        return line with { BalanceAfter = balance };
    }

    private void Count(StatementLine line, Place place)
    {
        _movements.Add(line.IsCredit, line.Amount, place);
        _first = _first is { } first && first <= line.BookingDate ? first : line.BookingDate;
        _last = _last is { } last && last >= line.BookingDate ? last : line.BookingDate;
    }

    private StatementSummary Summary(string account, CsvColumns columns)
    {
        if (_rows == 0)
        {
            throw Refusal.NoLines();
        }

        if (!text.EndsWithLine)
        {
            throw Refusal.LastLineOpen(text.End);
        }

        // Without any sign all have been taken for credits. Balances that followed from line to line have shown that they are, which takes two lines.
        var isShown = !columns.NeedSigns || _hasSign || (_balance is not null && _movements.Count > 1);
        if (!isShown && _movements.Count > 0)
        {
            throw Refusal.NoDirection();
        }

        return new StatementSummary(1, BankId: null, account, _first, _last, _balance?.Opening, _balance?.Closing, _movements.Count);
    }
}
