using System.Text.Json.Nodes;
using LoanServicing.Repayment;
using LoanServicing.Simulation.Checks;
using LoanServicing.Simulation.World;
using NodaTime.Text;

namespace LoanServicing.Simulation.People;

/// <summary>Those who pay: on time, early, a part, too much, with an earlier value date, and the same payment told twice.</summary>
internal sealed class Borrowers(SimulatedWorld world, Api api, Clients clients)
{
    private readonly Dictionary<string, (Guid Loan, long Amount)> _accepted = [];
    private readonly HashSet<string> _posted = [];
    private readonly List<(Application Application, JsonObject Body)> _told = [];
    private int _references;

    /// <summary>What was accepted, by reference.</summary>
    public IReadOnlyDictionary<string, (Guid Loan, long Amount)> Accepted => _accepted;

    public long AcceptedRials => _accepted.Values.Sum(receipt => receipt.Amount);

    /// <summary>Looks at a loan and pays something; all that is owed when <paramref name="settles"/>.</summary>
    /// <returns>False when the loan takes no more money.</returns>
    public async Task<bool> StepAsync(Application application, bool settles)
    {
        world.Trace.Note(application.Name);
        if (!settles && _told.Count > 0 && world.Chance.Hits(100))
        {
            TellAgain(world.Chance.Pick(_told));
            return true;
        }

        var call = new Call(RepaymentService.Name, "GET", $"/loans/{application.LoanId}", Staff.Officer);
        if (await api.SendAsync(call) is not { IsDone: true } reply)
        {
            world.Trace.Note("-> not seen");
            return true;
        }

        if ((string)reply["status"]! != "Active" || (long)reply["settlementRials"]! == 0)
        {
            return false;
        }

        if (!clients.IsOpen("pays " + application.Name))
        {
            Pay(application, settles ? (long)reply["settlementRials"]! : Amount(reply), settles);
        }

        return true;
    }

    private long Amount(Reply loan)
    {
        var settlement = (long)loan["settlementRials"]!;
        var next = (long?)loan["nextDue"]["amountRials"] ?? settlement;
        return world.Chance.Weighted<Func<long>>(
        [
            (50, () => next),
            (10, () => Math.Max(1, next * world.Chance.Between(1, 9) / 10)),
            (20, () => next * world.Chance.Between(2, 12)),
            (10, () => Math.Max(1, settlement * world.Chance.Between(1, 10) / 10)),
            (10, () => settlement + world.Chance.Between(1, 1_000_000)),
        ])();
    }

    private void Pay(Application application, long amount, bool settles)
    {
        var daysBack = !settles && world.Chance.Hits(300) ? world.Chance.Between(1, 40) : 0;
        Tell(application, new JsonObject
        {
            ["amountRials"] = amount,
            ["bankReference"] = $"R{++_references}",
            ["valueDate"] = LocalDatePattern.Iso.Format(world.Clock.Today.PlusDays(-daysBack)),
            ["channel"] = world.Chance.Pick(["branch", "paya"]),
        });
    }

    /// <summary>The same reference once more, at times with another amount.</summary>
    private void TellAgain((Application Application, JsonObject Body) told)
    {
        var body = (JsonObject)told.Body.DeepClone();
        if (world.Chance.Hits(400))
        {
            body["amountRials"] = (long)body["amountRials"]! + 1;
        }

        Tell(told.Application, body);
    }

    private void Tell(Application application, JsonObject body)
    {
        var loan = application.LoanId!.Value;
        _told.Add((application, body));
        var by = (string)body["channel"]! == "branch" ? Staff.Cashier : Staff.Bank;
        var call = new Call(RepaymentService.Name, "POST", $"/loans/{loan}/receipts", by, body.DeepClone(), clients.NewKey());
        clients.Send(new Request($"{application.Name} pays {body["amountRials"]} {body["bankReference"]}", call, reply => Answered(loan, body, reply))
        {
            Topic = "pays " + application.Name,
        });
    }

    private void Answered(Guid loan, JsonObject body, Reply reply)
    {
        var reference = $"{body["channel"]} {body["bankReference"]}";
        var told = (loan, (long)body["amountRials"]!);
        if (reply.Status is not (200 or 201))
        {
            return;
        }

        // The answer that posted it may have been lost: then the first that arrives says that it is known.
        if (!_accepted.TryAdd(reference, told) && _accepted[reference] != told)
        {
            throw new FindingException($"R8: the receipt {reference} is answered as known, with another amount or loan.");
        }

        if (reply.Status == 201 && !_posted.Add(reference))
        {
            throw new FindingException($"R8: the receipt {reference} was posted twice.");
        }

        world.Trace.Count("receipts answered");
    }
}
