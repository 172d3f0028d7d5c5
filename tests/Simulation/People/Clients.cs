using LoanServicing.Simulation.Checks;
using LoanServicing.Simulation.World;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Simulation.People;

/// <summary>A request that somebody sends until an answer comes, each time with the same key.</summary>
/// <param name="Label">For the trace; names no id.</param>
/// <param name="Answered">Called once, with the first answer that decides something.</param>
internal sealed record Request(string Label, Call Call, Action<Reply> Answered)
{
    /// <summary>Only one request of a topic is under way.</summary>
    public string Topic { get; init; } = "";

    /// <summary>What it decides about, when it is somebody's decision.</summary>
    public Guid? Subject { get; init; }
}

/// <summary>
/// Everybody's requests. Each is repeated after a lost answer, and at times after one that came: the same key has one effect and one answer
/// (rule R8).
/// </summary>
internal sealed class Clients(SimulatedWorld world, Api api)
{
    private const int Remembered = 40;

    private readonly List<Request> _open = [];
    private readonly List<Request> _fresh = [];
    private readonly List<(Request Request, Reply First)> _done = [];
    private int _keys;

    public bool HasOpen => _open.Count > 0;

    public Decisions Decisions { get; } = new();

    public bool IsOpen(string topic) => _open.Exists(request => request.Topic == topic);

    public string NewKey() => $"key-{++_keys}";

    public void Send(Request request)
    {
        _open.Add(request);
        _fresh.Add(request);
    }

    /// <summary>Sends what somebody has just thought of, unless it takes its time.</summary>
    public async Task SendFreshAsync()
    {
        var fresh = _fresh.ToList();
        _fresh.Clear();
        foreach (var request in fresh)
        {
            if (_open.Contains(request) && world.Chance.Hits(650))
            {
                await SendAsync(request);
            }
        }
    }

    /// <summary>Sends one of the open requests, or one that was answered before.</summary>
    public async Task StepAsync()
    {
        if (_done.Count > 0 && (_open.Count == 0 || world.Chance.Hits(120)))
        {
            await RepeatAsync(world.Chance.Pick(_done));
        }
        else if (_open.Count > 0)
        {
            await SendAsync(world.Chance.Pick(_open));
        }
    }

    /// <summary>Sends every open request once.</summary>
    public async Task SendAllAsync()
    {
        foreach (var request in _open.ToList())
        {
            await SendAsync(request);
        }
    }

    private async Task SendAsync(Request request)
    {
        world.Trace.Note(request.Label);
        var reply = await api.SendAsync(request.Call);
        world.Trace.Note(reply is null ? "-> no answer" : $"-> {reply}");
        if (reply is null || reply.IsToBeRepeated)
        {
            return;
        }

        _open.Remove(request);
        if (reply.IsDone && request.Subject is { } subject)
        {
            var asked = reply.Status == StatusCodes.Status202Accepted; // then the request is what is decided about
            Decisions.Add(request.Call.Service, request.Call.By.Subject, asked ? (Guid)reply["requestId"]! : subject);
        }

        request.Answered(reply);
        if (reply.IsDone && request.Call.Key is not null)
        {
            _done.Add((request, reply));
            if (_done.Count > Remembered)
            {
                _done.RemoveAt(0);
            }
        }
    }

    private async Task RepeatAsync((Request Request, Reply First) done)
    {
        world.Trace.Note($"again {done.Request.Label}");
        var reply = await api.SendAsync(done.Request.Call);
        if (reply is null || reply.IsToBeRepeated)
        {
            return;
        }

        world.Trace.Count("repeated request");
        if (reply.Status != done.First.Status || reply.Json?.ToJsonString() != done.First.Json?.ToJsonString())
        {
            throw new FindingException(
                $"R8: {done.Request.Label} was answered {done.First.Status} {done.First.Json?.ToJsonString()} and, repeated with its key, {reply.Status} {reply.Json?.ToJsonString()}");
        }
    }
}
