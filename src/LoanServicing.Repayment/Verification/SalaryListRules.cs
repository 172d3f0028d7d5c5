using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Money;

namespace LoanServicing.Repayment.Verification;

/// <summary>R8 for salary lists: a list adds up to its transfer and counts its rows, every handled row is in the books once, and no receipt is of a row that is not there.</summary>
internal static class SalaryListRules
{
    private const string Count = "select count(*) from salary_row";

    private const string Lists =
        """
        select l.list_reference, l.total, l.rows_total, l.rows_posted, l.rows_suspended, l.status,
          coalesce(sum(r.amount), 0) as amount, count(r.number) as number_of_rows,
          coalesce(sum(case when r.status = 'posted' then 1 else 0 end), 0) as posted, coalesce(sum(case when r.status = 'suspended' then 1 else 0 end), 0) as suspended
        from salary_list l left join salary_row r on r.list_id = l.list_id
        group by l.list_id, l.list_reference, l.total, l.rows_total, l.rows_posted, l.rows_suspended, l.status
        """;

    // A row's money is under its own reference; or a line of the bank's statement told of it first, under the same.
    private const string Missing =
        """
        select r.reference from salary_row r join salary_list l on l.list_id = r.list_id
        where r.status <> 'waiting'
          and not exists (
            select 1 from receipt x
            where x.channel = 'salary' and x.bank_reference = r.reference and x.amount = r.amount and x.value_date = l.value_date
              and x.loan_id = r.loan_id and r.status = 'posted')
          and not exists (
            select 1 from suspense s
            where s.channel = 'salary' and s.bank_reference = r.reference and s.amount = r.amount and s.value_date = l.value_date and s.reason = r.reason
              and r.status = 'suspended')
          and not exists (
            select 1 from told_payment t join receipt x on x.channel = t.channel and x.bank_reference = t.bank_reference
            where t.shared_reference = r.reference and t.channel <> 'salary' and x.amount = r.amount)
          and not exists (
            select 1 from told_payment t join suspense s on s.channel = t.channel and s.bank_reference = t.bank_reference
            where t.shared_reference = r.reference and t.channel <> 'salary' and s.amount = r.amount)
        """;

    private const string WithoutRow =
        """
        select receipt_id from receipt
        where channel = 'salary' and received_by like 'salary-list:%'
          and not exists (select 1 from salary_row where salary_row.reference = receipt.bank_reference and salary_row.status = 'posted')
        """;

    private const string WithoutList = "select reference from salary_row where not exists (select 1 from salary_list where salary_list.list_id = salary_row.list_id)";

    public static async Task RunAsync(DbConnection connection, Tally tally)
    {
        tally.Count(await connection.QuerySingleAsync<long>(Count));
        foreach (var list in await connection.QueryAsync<Sums>(Lists))
        {
            tally.Check(
                list.Total == list.Amount && list.RowsTotal == list.NumberOfRows && list.RowsPosted == list.Posted && list.RowsSuspended == list.Suspended
                    && (list.Status == "done") == (list.Posted + list.Suspended == list.NumberOfRows),
                () => $"salary list {list.ListReference} is of {list.RowsTotal} rows and {list.Total} rials, {list.RowsPosted} posted, {list.RowsSuspended} suspended and {list.Status}; "
                    + $"its rows are {list.NumberOfRows} and {list.Amount} rials, {list.Posted} posted and {list.Suspended} suspended");
        }

        foreach (var row in await connection.QueryAsync<string>(Missing))
        {
            tally.Check(false, () => $"row {row} of a salary list is neither the receipt nor the suspense that it says");
        }

        foreach (var receipt in await connection.QueryAsync<Guid>(WithoutRow))
        {
            tally.Check(false, () => $"receipt {receipt} is of a salary list that has no such row");
        }

        foreach (var row in await connection.QueryAsync<string>(WithoutList))
        {
            tally.Check(false, () => $"row {row} belongs to no salary list");
        }
    }

    private sealed record Sums
    {
        public string ListReference { get; init; } = "";

        public Rials Total { get; init; }

        public long RowsTotal { get; init; }

        public long RowsPosted { get; init; }

        public long RowsSuspended { get; init; }

        public string Status { get; init; } = "";

        public Rials Amount { get; init; }

        public long NumberOfRows { get; init; }

        public long Posted { get; init; }

        public long Suspended { get; init; }
    }
}
