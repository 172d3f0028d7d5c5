using System.Text.Json.Nodes;
using NodaTime.Text;

namespace LoanServicing.Simulation.People;

/// <summary>What the bank says in writing, as finance tells it.</summary>
internal sealed record BankLetter(BankOrder Order, JsonObject Body)
{
    public static BankLetter About(BankOrder order)
    {
        var day = LocalDatePattern.Iso.Format(order.PaidOn);
        var body = order.Truth switch
        {
            Truth.Paid => new JsonObject
            {
                ["outcome"] = "paid", ["amountRials"] = order.Amount, ["bankReference"] = order.Reference, ["valueDate"] = day,
            },
            Truth.Returned => new JsonObject
            {
                ["outcome"] = "not-paid", ["notPaidAs"] = "returned", ["amountRials"] = order.Amount, ["bankReference"] = order.ReturnReference,
                ["valueDate"] = day,
            },
            _ => new JsonObject { ["outcome"] = "not-paid", ["notPaidAs"] = "never-booked" },
        };
        if (order is { Truth: Truth.Paid, WrongAmountTold: true })
        {
            body["amountCorrected"] = true;
        }

        body["reason"] = "letter of the bank";
        return new BankLetter(order, body);
    }
}
