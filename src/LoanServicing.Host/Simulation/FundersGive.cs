using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Host.Simulation;

/// <summary>Deposits what the funders have committed, in four contributions each, with a maker and a checker.</summary>
internal static class FundersGive
{
    private const int Contributions = 4;

    public static async Task DepositAsync(People people, Draws draws, Programme programme, LocalDate valueDate, CancellationToken cancel)
    {
        foreach (var commitment in programme.Commitments)
        {
            for (var n = 1; n <= Contributions; n++)
            {
                var part = commitment.Amount.MulDivFloor(n, Contributions) - commitment.Amount.MulDivFloor(n - 1, Contributions);
                await DepositAsync(people, draws.Name($"contribution-{commitment.Funder}-{n}"), commitment.Funder, part, valueDate, cancel);
            }
        }
    }

    private static async Task DepositAsync(People people, string reference, string funder, Rials amount, LocalDate valueDate, CancellationToken cancel)
    {
        var body = new
        {
            funder,
            amountRials = amount.Value,
            bankReference = reference,
            valueDate = LocalDatePattern.Iso.Format(valueDate),
        };
        var asked = await people.Finance.PostAsync("/funding/contributions", body, reference, cancel);
        var request = (string?)asked.Expect($"contribution {reference}")["requestId"];
        var check = await people.FinanceChecker.PostAsync($"/checks/{request}/approval", null, null, cancel);
        if ((int)check.Status != 409)
        {
            check.Expect($"check of {reference}");
        }
    }
}
