using System.Text.Json.Nodes;
using LoanServicing.Disbursement;
using LoanServicing.Funding;
using LoanServicing.Simulation.World;
using NodaTime.Text;

namespace LoanServicing.Simulation.People;

/// <summary>Two people of finance: they record what the funders give, and settle with the bank's word in writing what its files left open.</summary>
internal sealed class FinanceTeam(SimulatedWorld world, Api api, Clients clients, SimulatedBank bank)
{
    private const long Unit = 5_000_000;
    private int _deposits;

    /// <summary>What was recorded by two people, by funder.</summary>
    public Dictionary<string, long> Deposited { get; } = new() { ["ALAVI"] = 0, ["SINA"] = 0 };

    /// <summary>As last seen.</summary>
    public int OpenQuestions { get; private set; }

    /// <summary>A funder gives something. The funders do not give in step, so that now the one and now the other is short.</summary>
    public void Deposit()
    {
        var funder = world.Chance.Hits(500) ? "ALAVI" : "SINA";
        var amount = (funder == "ALAVI" ? 25 : 59) * Unit * world.Chance.Between(1, 20);
        var body = new JsonObject
        {
            ["funder"] = funder,
            ["amountRials"] = amount,
            ["bankReference"] = $"D{++_deposits}",
            ["valueDate"] = LocalDatePattern.Iso.Format(world.Clock.Today),
        };
        var call = new Call(FundingService.Name, "POST", "/funding/contributions", Staff.Finance, body, clients.NewKey());
        clients.Send(new Request($"{funder} gives {amount}", call, reply =>
        {
            if (reply.IsDone)
            {
                Check(FundingService.Name, (string)reply["requestId"]!, $"{funder} gave {amount}", () => Deposited[funder] += amount);
            }
        }));
    }

    /// <summary>Asks the bank about the orders that are open, and tells what it says.</summary>
    /// <param name="all">Otherwise about some of them.</param>
    public async Task ResolveAsync(bool all)
    {
        var reply = await api.SendAsync(new Call(DisbursementService.Name, "GET", "/payment-orders?limit=200", Staff.Finance));
        if (reply is not { IsDone: true })
        {
            world.Trace.Note("-> not seen");
            return;
        }

        var open = reply["items"].AsArray().Where(order => order!["openQuestion"] is not null).ToList();
        OpenQuestions = open.Count;
        foreach (var order in open)
        {
            var topic = "order " + (string)order!["endToEndId"]!;
            if (!clients.IsOpen(topic) && (all || world.Chance.Hits(300)) && bank.LetterAbout((string)order["endToEndId"]!, isLast: all) is { } letter)
            {
                Resolve(topic, (Guid)order["orderId"]!, letter);
            }
        }
    }

    private void Resolve(string topic, Guid order, BankLetter letter)
    {
        world.Trace.Note($"letter about {letter.Order.Name}");
        var call = new Call(DisbursementService.Name, "POST", $"/payment-orders/{order}/resolution", Staff.Finance, letter.Body, clients.NewKey());
        clients.Send(new Request($"letter about {letter.Order.Name}: {letter.Order.Truth}", call, reply =>
        {
            if (reply.IsDone)
            {
                Check(DisbursementService.Name, (string)reply["requestId"]!, $"letter about {letter.Order.Name}", () => world.Trace.Count("letters"), topic);
            }
            else if (reply.Code == "payment-order.no-order-held")
            {
                bank.HeardThatNobodyWantsIt(letter.Order);
            }
        })
        { Topic = topic });
    }

    private void Check(string service, string request, string what, Action carriedOut, string topic = "")
    {
        var refuses = world.Faults != Faults.None && world.Chance.Hits(100);
        var call = new Call(
            service, "POST", $"/checks/{request}/{(refuses ? "refusal" : "approval")}", Staff.FinanceChecker,
            refuses ? new JsonObject { ["reason"] = "not on the statement" } : null, clients.NewKey());
        clients.Send(new Request($"{(refuses ? "refused" : "checked")}: {what}", call, reply =>
        {
            if (reply.IsDone && !refuses)
            {
                carriedOut();
            }
            else if (!refuses && topic.Length > 0)
            {
                // The bank has said more since it was asked: another person refuses it, and it is asked anew.
                clients.Send(new Request($"refused: {what}", call with
                {
                    Path = $"/checks/{request}/refusal", Body = new JsonObject { ["reason"] = "asked anew" }, Key = clients.NewKey(),
                }, _ => { })
                { Topic = topic });
            }
        })
        { Topic = topic, Subject = Guid.Parse(request) });
    }
}
