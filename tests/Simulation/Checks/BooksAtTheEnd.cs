using LoanServicing.Funding;
using LoanServicing.Simulation.People;
using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation.Checks;

/// <summary>
/// What must be when all is closed, reckoned from what the people outside know and not from the product's books: what the bank really paid and
/// got, what the funders gave, and what the borrowers paid and did not take back.
/// </summary>
internal sealed class BooksAtTheEnd(Population population)
{
    public async Task RequireAsync()
    {
        var reply = await population.Api.SendAsync(new Call(FundingService.Name, "GET", "/funding/position", Staff.Finance));
        var position = reply!.Json!;
        long cash = 0;
        foreach (var funder in position["funders"]!.AsArray())
        {
            var code = (string)funder!["code"]!;
            long Of(string name) => (long)funder[name + "Rials"]!;
            Require(population.Finance.Deposited[code], Of("deposited"), $"{code} deposited");
            Require(0, Of("reserved"), $"{code} reserved");
            Require(0, Of("outstanding"), $"{code} outstanding");
            Require(Of("drawn"), Of("collected") + Of("writtenOff"), $"{code} collected and written off, against drawn");
            Require(Of("deposited"), Of("cash") + Of("lossesBorne") - Of("recovered"), $"{code} cash and what was lost, against deposited");
            cash += Of("cash");
        }

        var paid = population.Bank.Orders.Where(order => order.Truth == Truth.Paid).Sum(order => order.Amount);
        var bank = population.Finance.Deposited.Values.Sum() - paid + population.Borrowers.AcceptedRials - population.LoanOfficers.ReturnedRials;
        Require(bank, (long)position["bankBalanceRials"]!, "the bank's balance");
        Require(
            bank, cash + (long)position["feesHeldRials"]! + (long)position["lateChargesHeldRials"]! + (long)position["charityHeldRials"]! + (long)position["borrowersCreditRials"]!
                + (long)position["suspenseRials"]!,
            "cash, fees, what was paid for lateness, credit and suspense, against the bank");
    }

    private static void Require(long expected, long found, string what)
    {
        if (expected != found)
        {
            throw new FindingException($"R9: {what} is {found} and not {expected}.");
        }
    }
}
