using Gateway.EndToEnd.Tests;
using Gateway.EndToEnd.Tests.Faults;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The long runs are no tests: they are asked for by name.
return args is [SoakCommand.Name, ..] ? await SoakCommand.RunAsync(args)
    : args is [LatencyCommand.Name, ..] ? await LatencyCommand.RunAsync(args)
    : args.Any(argument => argument is "--server" or "--internal-msbuild-node")
        ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : await ConsoleRunner.Run(args);
