using System.Text.Json.Nodes;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Host.Clients;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Host.Simulation;

/// <summary>One loan's payer. Knows no more than the API tells: which payments it has made it reads from the loan's receipts.</summary>
/// <param name="product">What the loan was made under; with the loan's own terms it gives the contracted plan.</param>
internal sealed class Borrower(
    SimulatedApplication application, LoanProduct product, ApiClient bank, ApiClient officer, PayingHabit habit, string reference)
{
    private const string Channel = "bank";
    private IReadOnlyList<PlannedPayment> _planned = [];
    private HashSet<string> _made = [];
    private int _next;

    public bool IsSettled { get; private set; }

    /// <summary>Reads the schedule, plans, and sees what an earlier run has paid already.</summary>
    public async Task BeginAsync(CancellationToken cancel)
    {
        var loan = await LoanAsync(cancel);
        _planned = PaymentPlans.Of(habit, reference, await ContractedAsync(loan, cancel));
        var receipts = (await officer.GetAsync($"/loans/{application.LoanId}/receipts", cancel)).Expect("receipts")["items"]!.AsArray();
        _made = [.. receipts.Select(receipt => (string)receipt!["bankReference"]!)];
        IsSettled = (string)loan["status"]! == "Settled";
    }

    /// <summary>Makes every payment that is due by <paramref name="today"/>, in order; returns how many receipts were posted.</summary>
    public async Task<int> PayAsync(LocalDate today, CancellationToken cancel)
    {
        var posted = 0;
        while (!IsSettled && _next < _planned.Count && _planned[_next].ValueDate <= today)
        {
            posted += await MakeAsync(_planned[_next++], today, cancel);
        }

        if (!IsSettled && _next == _planned.Count && _planned[^1].ValueDate < today)
        {
            // What habits and caps left over: whatever the loan says closes it.
            posted += await MakeAsync(new PlannedPayment($"{reference}-final-{today:uuuuMMdd}", today, null, false), today, cancel);
        }

        return posted;
    }

    private async Task<int> MakeAsync(PlannedPayment payment, LocalDate today, CancellationToken cancel)
    {
        if (_made.Contains(payment.Reference))
        {
            return 0;
        }

        var amount = payment.Amount;
        var valueDate = payment.ValueDate;
        if (amount is null || habit == PayingHabit.RoundedUp)
        {
            var loan = await LoanAsync(cancel);
            IsSettled = (string)loan["status"]! == "Settled";
            if (IsSettled)
            {
                return 0;
            }

            valueDate = amount is null ? today : valueDate;
            amount ??= new Rials((long)loan["settlementRials"]!);
        }

        await PostAsync(payment.Reference, amount.Value, valueDate, cancel);
        if (payment.SentTwice)
        {
            await PostAsync(payment.Reference, amount.Value, valueDate, cancel);
        }

        if (_next == _planned.Count)
        {
            IsSettled = (string)(await LoanAsync(cancel))["status"]! == "Settled";
        }

        return payment.SentTwice ? 2 : 1;
    }

    /// <summary>
    /// The schedule as contracted. The loan's own shows fees as charged, which fall with what is paid: planning by it, a run that was cut
    /// would go on with other amounts.
    /// </summary>
    private async Task<IReadOnlyList<ScheduleRow>> ContractedAsync(JsonNode loan, CancellationToken cancel)
    {
        var rows = (await officer.GetAsync($"/loans/{application.LoanId}/schedule", cancel)).Expect("schedule")["rows"]!.AsArray();
        var terms = new
        {
            principalRials = (long)loan["principalRials"]!,
            installments = rows.Count,
            feeMethod = product.FeeMethod.ToString(),
            feeRateBasisPoints = product.FeeRateBasisPoints,
            firstDuePersian = (string)rows[0]!["dueDatePersian"]!,
            roundingUnitRials = product.RoundingUnit.Value,
        };
        var quote = (await officer.PostAsync("/quotes", terms, null, cancel)).Expect("quote");
        return [.. quote["rows"]!.AsArray().Select(row => ReadRow(row!))];
    }

    private async Task PostAsync(string bankReference, Rials amount, LocalDate valueDate, CancellationToken cancel)
    {
        var body = new { amountRials = amount.Value, bankReference, valueDate = LocalDatePattern.Iso.Format(valueDate), channel = Channel };
        var answer = await bank.PostAsync($"/loans/{application.LoanId}/receipts", body, bankReference, cancel);
        answer.Expect($"receipt {bankReference}");
    }

    private async Task<JsonNode> LoanAsync(CancellationToken cancel) =>
        (await officer.GetAsync($"/loans/{application.LoanId}", cancel)).Expect("loan");

    private static ScheduleRow ReadRow(JsonNode row) => new(
        (int)row["number"]!, LocalDatePattern.Iso.Parse((string)row["dueDate"]!).Value, new Rials((long)row["totalRials"]!));
}
