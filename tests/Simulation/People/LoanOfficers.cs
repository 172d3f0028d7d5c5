using System.Text.Json.Nodes;
using LoanServicing.Repayment;
using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation.People;

/// <summary>What officers ask for once a loan is paid out, and a supervisor checks: a receipt is taken back, a plan changed, a cost of lateness charged or what is
/// unpaid of it waived, a loan written off.</summary>
internal sealed class LoanOfficers(SimulatedWorld world, Api api, Clients clients)
{
    private readonly HashSet<Guid> _asked = [];

    /// <summary>Receipts whose money the bank has taken back, in rials.</summary>
    public long ReturnedRials { get; private set; }

    /// <summary>Looks at a loan and asks for something about it, or leaves it.</summary>
    public async Task StepAsync(Application application)
    {
        world.Trace.Note(application.Name);
        if (clients.IsOpen("cares for " + application.Name))
        {
            return;
        }

        await world.Chance.Weighted<Func<Application, Task>>([(50, ReverseAsync), (33, ChangePlanAsync), (12, LatenessAsync), (5, WriteOffAsync)])(application);
    }

    private async Task ReverseAsync(Application application)
    {
        var call = new Call(RepaymentService.Name, "GET", $"/loans/{application.LoanId}/receipts", Staff.Officer);
        if (await api.SendAsync(call) is not { IsDone: true } reply)
        {
            world.Trace.Note("-> not seen");
            return;
        }

        var counting = reply["items"].AsArray().Where(row => (string?)row!["reversedOn"] is null && !_asked.Contains((Guid)row["receiptId"]!)).ToList();
        if (counting.Count == 0)
        {
            return;
        }

        var receipt = world.Chance.Pick(counting)!;
        var (id, amount, isReturned) = ((Guid)receipt["receiptId"]!, (long)receipt["amountRials"]!, world.Chance.Hits(700));
        _asked.Add(id);
        world.Trace.Name(id, $"receipt {receipt["bankReference"]}");
        var body = new JsonObject { ["reason"] = "the cheque bounced", ["money"] = isReturned ? "returned" : "suspense" };
        Ask(application, $"/receipts/{id}/reversal", body, id, () =>
        {
            ReturnedRials += isReturned ? amount : 0;
            world.Trace.Count("receipts taken back");
        });
    }

    private Task ChangePlanAsync(Application application)
    {
        var body = world.Chance.Pick<JsonObject>(
        [
            new() { ["kind"] = "holiday", ["months"] = world.Chance.Between(1, 4) },
            new() { ["kind"] = "extension", ["installments"] = world.Chance.Between(1, 12) },
            new() { ["kind"] = "dueDay", ["dueDay"] = world.Chance.Between(1, 31) },
            new() { ["kind"] = "hardship", ["months"] = world.Chance.Between(0, 3), ["installments"] = world.Chance.Between(20, 60) },
            new() { ["kind"] = "callIn" },
        ]);
        body["reason"] = "drought";
        Ask(application, $"/loans/{application.LoanId}/plan-changes", body, application.LoanId!.Value, () => world.Trace.Count("plans changed"));
        return Task.CompletedTask;
    }

    private Task LatenessAsync(Application application)
    {
        JsonObject body = world.Chance.Hits(500) ? new() { ["kind"] = "waiver" } : new() { ["kind"] = "cost", ["amountRials"] = world.Chance.Between(1, 3_000_000) };
        body["reason"] = "flood";
        Ask(application, $"/loans/{application.LoanId}/late-charges", body, application.LoanId!.Value, () => world.Trace.Count("charges for lateness decided"));
        return Task.CompletedTask;
    }

    private Task WriteOffAsync(Application application)
    {
        Ask(application, $"/loans/{application.LoanId}/write-off", new JsonObject { ["reason"] = "untraceable" }, application.LoanId!.Value, () => world.Trace.Count("loans written off"));
        return Task.CompletedTask;
    }

    private void Ask(Application application, string path, JsonObject body, Guid subject, Action done)
    {
        var call = new Call(RepaymentService.Name, "POST", path, Staff.Officer, body, clients.NewKey());
        clients.Send(new Request($"{application.Name} {path.Split('/')[^1]} {body["kind"]}{body["money"]}", call, reply =>
        {
            if (reply.IsDone)
            {
                Check(application, (Guid)reply["requestId"]!, done);
            }
        })
        {
            Topic = "cares for " + application.Name, Subject = subject,
        });
    }

    private void Check(Application application, Guid request, Action done)
    {
        world.Trace.Name(request, $"request about the loan of {application.Name}");
        var refuses = world.Chance.Hits(150);
        var body = refuses ? new JsonObject { ["reason"] = "no" } : null;
        var call = new Call(RepaymentService.Name, "POST", $"/checks/{request}/{(refuses ? "refusal" : "approval")}", Staff.Supervisor, body, clients.NewKey());
        clients.Send(new Request($"{application.Name} {(refuses ? "is not allowed it" : "is allowed it")}", call, reply =>
        {
            if (reply.IsDone && !refuses)
            {
                done();
            }
        })
        {
            Topic = "cares for " + application.Name, Subject = request,
        });
    }
}
