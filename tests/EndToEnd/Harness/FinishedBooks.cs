using System.Globalization;
using System.Text.RegularExpressions;
using LoanServicing.Host.Verbs;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>
/// What a finished simulation left, in words that do not depend on how it came about: two runs of the same rows and the same seed must agree in
/// all of it, whatever the transport and however often one of them was cut.
/// </summary>
/// <param name="Loans">A line for each loan: contract, terms, status, standing.</param>
/// <param name="Receipts">A line for each receipt: channel, reference, amount, value date.</param>
/// <param name="Payments">A line for each payment order: contract, attempt, state, amount.</param>
/// <param name="Figures">What was lent and came back: each funder's totals and each tranche's, and what the bank account holds.</param>
internal sealed partial record FinishedBooks(
    IReadOnlyList<string> Loans, IReadOnlyList<string> Receipts, IReadOnlyList<string> Payments, IReadOnlyList<string> Figures)
{
    private const string SelectLoans =
        "select contract_number, principal, installments, status, paid_out_on, principal_repaid, credit, receipts from loan order by contract_number";

    private const string SelectReceipts = "select channel, bank_reference, amount, value_date from receipt order by channel, bank_reference";

    private const string SelectPayments = "select contract_number, payment_attempt, state, amount from payment_order order by contract_number, payment_attempt";

    /// <summary>Reads the books and the printed table of a run that has ended.</summary>
    public static FinishedBooks Read(HostFolder folder, IReadOnlyList<string> output) => new(
        folder.Query("repayment", SelectLoans),
        folder.Query("repayment", SelectReceipts),
        folder.Query("disbursement", SelectPayments),
        ReadFigures(output));

    /// <summary>Facts that stand still in a database: parked, or waiting for another fact.</summary>
    public static IReadOnlyList<string> StandingStill(HostFolder folder) =>
    [
        .. HostBuilding.Services.SelectMany(service => folder
            .Query(service.Name, "select o.type, d.subscriber, d.last_error from delivery d join outbox o on o.message_id = d.message_id where d.state = 1")
            .Concat(folder.Query(service.Name, "select type, wait_key from waiting"))
            .Select(line => $"{service.Name}: {line}")),
    ];

    /// <summary>
    /// The totals of both funders and the sums of each tranche. Which funder gave how much to which tranche hangs on the order in which
    /// applications were served, by a few rials.
    /// </summary>
    private static IReadOnlyList<string> ReadFigures(IReadOnlyList<string> output)
    {
        var rows = output.Select(line => TableRow().Match(line)).Where(match => match.Success).ToList();
        var tranches = rows
            .Where(row => row.Groups["tranche"].Value != "all")
            .GroupBy(row => row.Groups["tranche"].Value)
            .Select(group => $"{group.Key} {group.Sum(row => Number(row, "lent"))} {group.Sum(row => Number(row, "returned"))}");
        var funders = rows
            .Where(row => row.Groups["tranche"].Value == "all")
            .Select(row => $"{row.Groups["funder"].Value} {Number(row, "lent")} {Number(row, "returned")}");
        return [.. tranches.Concat(funders).Order(StringComparer.Ordinal), .. output.Where(line => line.Contains("bank balance"))];
    }

    private static long Number(Match row, string group) => long.Parse(row.Groups[group].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^[│|]\s*(?<tranche>\w+)\s*[│|]\s*(?<funder>ALAVI|SINA)\s*[│|]\s*(?<lent>[\d,]+)\s*[│|]\s*(?<returned>[\d,]+)\s*[│|]\s*(?<outstanding>[\d,]+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableRow();
}
