"""What it takes to deploy a network: install size, cold start, prediction time and memory, beside torch and onnxruntime."""
